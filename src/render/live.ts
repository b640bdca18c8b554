import type { EventOf, ProgressEvent } from '../controller/progress.js';
import { whose } from './crowd.js';
import { humanDuration } from './duration.js';
import { escapeTerminal } from './escape.js';
import { foldClauses } from './fold.js';
import type { Ways } from './live/footer.js';
import { Incidents } from './live/incidents.js';
import { type Looked, newMemory } from './live/frame.js';
import { paint } from './live/paint.js';
import { picture } from './live/picture.js';
import { Pulse, type PulseDeps } from './live/pulse.js';
import { Screen } from './live/screen.js';
import type { Line } from './line.js';
import { planLines, type ToldPlan } from './plan.js';
import { crowdedLine, type RenderDeps, type Renderer } from './renderer.js';
import { onlyFresh, retryLine, type Voice } from './voice.js';

/** What is no state of the table, and stays to be read. */
const PRINTED: ReadonlySet<ProgressEvent['type']> = new Set([
  'retrying',
  'following',
  'taken-over',
  'took-over',
  'gate-output',
  'gate-passed',
  'gate-skipped',
  'set-ready',
  'set-gone',
  'set-moved',
  'pet-log',
  'ways-out',
]);
/** Others' words, which are not ours to break. */
const VERBATIM: ReadonlySet<ProgressEvent['type']> = new Set(['gate-output', 'pet-log']);
/** Lines of a terminal that are left free: the last one, where the cursor stands. */
const SPARE = 1;

export interface LiveDeps extends PulseDeps, Omit<Ways, 'spell'> {
  readonly color: boolean;
  /** It is a copy of a set that all this is done to. */
  readonly isRehearsal: boolean;
}

/** Tables of the pets that are redrawn in place, under the lines that have been printed. */
export function liveRenderer(deps: RenderDeps, live: LiveDeps): Renderer & Voice {
  return new LiveRenderer(deps, live);
}

class LiveRenderer implements Renderer, Voice {
  private readonly deps: RenderDeps;
  private readonly live: LiveDeps;
  private readonly screen: Screen;
  private readonly pulse: Pulse;
  private readonly paint: ReturnType<typeof paint>;
  private readonly fresh = onlyFresh();
  private readonly sets = new Map<string, Looked>();
  private readonly incidents = new Map<string, Incidents>();
  /** Lines that are to be printed with the next frame. */
  private printed: Line[] = [];
  /** Epoch milliseconds. Nothing is drawn before there is a set to show: until then the terminal may be needed to ask a question. */
  private startedAt: number | undefined;
  private isFinal = false;

  constructor(deps: RenderDeps, live: LiveDeps) {
    this.deps = deps;
    this.live = live;
    this.screen = new Screen(deps.stdout);
    this.paint = paint(live.color);
    this.pulse = new Pulse(live, () => this.draw());
  }

  event(event: ProgressEvent): void {
    const key = `${event.set.namespace}/${event.set.name}`;
    if (event.type === 'set-gone' || event.type === 'set-left') this.sets.delete(key);
    if (event.type === 'standing') this.stands(key, event);
    else this.follows(key, event);
    if (this.live.keeps) this.printIncident(key, event);
    if (!PRINTED.has(event.type)) return;
    const line = this.fresh(crowdedLine(event, this.deps));
    this.print(VERBATIM.has(event.type) ? line : this.fitting(line));
  }

  trouble(problem: string, delay: number): void {
    this.print(this.fitting(this.fresh(retryLine(problem, delay))));
  }

  notice(text: string): void {
    this.print(this.fitting({ stream: 'stderr', text }));
  }

  warning(text: string): void {
    this.notice(`Warning: ${text}`);
  }

  ended(): void {
    // Whoever looks at it is told by whoever started the command.
  }

  result(name: string, verb: string): void {
    this.print(this.fresh({ stream: 'stdout', text: `${name} ${verb}${this.mark}` }));
  }

  plan(plan: ToldPlan): void {
    const text = planLines(plan).map(escapeTerminal).join('\n');
    if (text !== '') this.print({ stream: 'stdout', text });
  }

  conclusion(object: string, words: string): void {
    this.print({ stream: 'stdout', text: `${object} ${words}${this.mark}` });
  }

  failure(lines: readonly string[]): void {
    this.print({ stream: 'stderr', text: lines.join('\n') });
  }

  close(): void {
    if (this.startedAt === undefined) return;
    this.pulse.stop();
    this.isFinal = true;
    this.draw();
    this.deps.stdout.off('resize', this.redraw);
    this.screen.leave();
    this.startedAt = undefined;
  }

  /** As behind the results of a dry run. */
  private get mark(): string {
    return this.live.isRehearsal ? ' (rehearsal)' : '';
  }

  private readonly redraw = (): void => this.pulse.now();

  private begin(): void {
    this.startedAt = this.live.now();
    this.isFinal = false;
    this.deps.stdout.on('resize', this.redraw);
  }

  private stands(key: string, { set, standing }: EventOf<'standing'>): void {
    if (this.startedAt === undefined) this.begin();
    const { operation } = standing;
    const { following, most, memory } = this.sets.get(key) ?? {
      following: undefined,
      most: operation,
      memory: newMemory(),
    };
    const left = most.kind === operation.kind ? Math.max(most.left, operation.left) : operation.left;
    this.sets.set(key, { set, standing, following, most: { kind: operation.kind, left }, memory });
    this.pulse.beat();
  }

  private follows(key: string, event: ProgressEvent): void {
    const looked = this.sets.get(key);
    if (looked === undefined) return;
    if (event.type === 'following') this.sets.set(key, { ...looked, following: { holder: event.holder } });
    if (event.type === 'taken-over') this.sets.set(key, { ...looked, following: { holder: event.by } });
    if (event.type === 'took-over') this.sets.set(key, { ...looked, following: undefined });
  }

  private printIncident(key: string, event: ProgressEvent): void {
    const known = this.incidents.get(key);
    if (event.type === 'set-gone' || event.type === 'set-left') this.incidents.delete(key);
    if (known === undefined && event.type === 'standing') this.incidents.set(key, new Incidents(event.standing));
    const text = known?.take(event, this.live.now());
    if (text === undefined) return;
    this.print({ stream: 'stdout', text: whose(event, this.deps.crowd ?? 'none') + text, isNews: true });
  }

  /** A line of ours in as many as the terminal would make of it, but broken where it is read easily. */
  private fitting(line: Line | undefined): Line | undefined {
    const isSeen = line !== undefined && (line.stream === 'stdout' || this.deps.stderr.isTTY === true);
    return isSeen ? { ...line, text: foldClauses(line.text, this.screen.size.columns).join('\n') } : line;
  }

  private print(line: Line | undefined): void {
    if (line === undefined) return;
    if (this.startedAt === undefined) {
      this.deps[line.stream].write(`${line.text}\n`);
      return;
    }
    this.printed.push(line);
    this.pulse.beat();
  }

  private draw(): void {
    const { stderr } = this.deps;
    const lines = this.printed;
    this.printed = [];
    const isAside = stderr.isTTY !== true;
    // What goes to a terminal through two streams has to get there in order.
    if (!isAside && lines.some(({ stream }) => stream === 'stderr')) {
      this.screen.lift();
      for (const { stream, text } of lines) this.deps[stream].write(`${text}\n`);
      this.screen.draw(this.frame());
      return;
    }
    for (const { stream, text } of lines) if (stream === 'stderr') stderr.write(`${text}\n`);
    const above = lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => `${text}\n`);
    this.screen.draw(this.frame(), above.join(''));
  }

  private frame(): readonly string[] {
    const { spell, crowd = 'none' } = this.deps;
    const { goOn, keeps, isRehearsal } = this.live;
    const { rows, columns } = this.screen.size;
    const now = this.live.now();
    return picture([...this.sets.values()], {
      now,
      elapsed: humanDuration(now - (this.startedAt ?? now)),
      rows: rows - SPARE,
      columns,
      paint: this.paint,
      spell,
      goOn,
      keeps,
      isRehearsal,
      crowd,
      isFinal: this.isFinal,
    });
  }
}
