import { type Doing, lengthOf, type Life, MOST_SPANS, type Span, span } from './timeline.js';

/** What nobody says of a pod before its kubelet does: that it has init containers. */
function isGuess(last: Doing, next: Doing): boolean {
  return last.phase === 'start' && last.trouble === undefined && next.phase === 'init';
}

/** A pull that fails is an ErrImagePull and an ImagePullBackOff by turns: that is one trouble. */
function isSameTrouble(last: Doing, next: Doing): boolean {
  return last.phase === next.phase && last.trouble !== undefined && next.trouble !== undefined;
}

function graver(one: string | undefined, other: string | undefined): string | undefined {
  return one?.endsWith('BackOff') === true ? one : other;
}

/** The life of a pod, as it is seen to go on. */
export class History {
  private podUid: string | undefined;
  private ended: readonly Span[] = [];
  private present: Doing;
  private since: number;
  private endedAt: number | undefined;

  /** Without a uid it is that of a pod which is still to be made. */
  constructor(uid: string | undefined, doing: Doing, at: number) {
    this.podUid = uid;
    this.present = doing;
    this.since = at;
  }

  get uid(): string | undefined {
    return this.podUid;
  }

  get hasEnded(): boolean {
    return this.endedAt !== undefined;
  }

  /** The pod is there. */
  born(uid: string): void {
    this.podUid = uid;
  }

  /** It is seen to do this now. */
  goOn(doing: Doing, at: number): void {
    const { present } = this;
    if (present.phase === doing.phase && present.trouble === doing.trouble) return;
    if (isGuess(present, doing)) this.present = doing;
    else if (isSameTrouble(present, doing))
      this.present = { ...doing, trouble: graver(present.trouble, doing.trouble) };
    else this.turn(doing, at);
  }

  /** It is gone. */
  end(at: number): void {
    this.endedAt ??= at;
  }

  life(now: number): Life {
    return { uid: this.podUid ?? '', spans: [...this.ended, span(this.present, this.since, this.endedAt ?? now)] };
  }

  private turn(doing: Doing, at: number): void {
    if (at > this.since) this.ended = thinned([...this.ended, span(this.present, this.since, at)]);
    this.present = doing;
    this.since = Math.max(at, this.since);
  }
}

/** No more spans than are kept: the two that are shortest together become one, which says what the longer one said, and its trouble. */
function thinned(spans: readonly Span[]): readonly Span[] {
  if (spans.length <= MOST_SPANS) return spans;
  const together = (index: number): number =>
    [spans[index], spans[index + 1]].reduce((sum, each) => sum + (each ? lengthOf(each) : 0), 0);
  // How a life began stays.
  const candidates = spans.slice(1, -1).map((_, index) => index + 1);
  const at = candidates.reduce((least, index) => (together(index) < together(least) ? index : least));
  const [one, other] = [spans[at], spans[at + 1]];
  if (one === undefined || other === undefined) return spans;
  const longer = lengthOf(one) >= lengthOf(other) ? one : other;
  const trouble = longer.trouble ?? one.trouble ?? other.trouble;
  return [...spans.slice(0, at), span({ phase: longer.phase, trouble }, one.from, other.until), ...spans.slice(at + 2)];
}
