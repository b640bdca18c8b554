import { EVENT_ID, parseEvents, YAMLException } from 'js-yaml';
import type { Event } from 'js-yaml';

/** A node as far as aliases go: what an alias stands for is its only part. */
interface Node {
  readonly parts: Node[];
  readonly letters: number;
  /** Of an alias. */
  readonly anchor?: string;
}

/**
 * Refuses aliases that stand for more than a text of such a length may mean, or for themselves, in the words of Go's
 * reader (go-yaml decode.go). What it refuses is told without a place.
 */
export function checkAliases(text: string): void {
  // Most texts have none, and are not read once more.
  if (!text.includes('*')) return;
  const [root] = readTree(text).parts;
  if (root !== undefined) new Expansion().visit(root);
}

/** The first document, which is the part of what is returned. */
function readTree(text: string): Node {
  const document: Node = { parts: [], letters: 0 };
  const anchors = new Map<string, Node>();
  const open = [document];
  for (const event of parseEvents(text, {}).slice(1)) {
    if (event.type === EVENT_ID.POP) open.pop();
    const above = open.at(-1);
    if (above === undefined) break;
    if (event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) continue;
    const name = text.slice(event.anchorStart, event.anchorEnd);
    const node = event.type === EVENT_ID.ALIAS ? aliasOf(name, anchors) : newNode(event);
    above.parts.push(node);
    if (event.type === EVENT_ID.ALIAS) continue;
    if (name !== '') anchors.set(name, node);
    if (event.type !== EVENT_ID.SCALAR) open.push(node);
  }
  return document;
}

const newNode = (event: Event): Node => ({
  parts: [],
  letters: event.type === EVENT_ID.SCALAR ? event.valueEnd - event.valueStart : 0,
});

function aliasOf(anchor: string, anchors: ReadonlyMap<string, Node>): Node {
  const target = anchors.get(anchor);
  if (target === undefined) throw new YAMLException(`unknown anchor '${anchor}' referenced`);
  return { parts: [target], letters: 0, anchor };
}

/** Few aliases may mean anything; of much, the smaller a part may be due to them the more it is. */
const FEW_ALIASED = 100;
const FEW_DECODED = 1000;
const [SMALL, LARGE] = [400_000, 4_000_000];
const [MOST_OF_SMALL, MOST_OF_LARGE] = [0.99, 0.1];

function allowedRatio(decoded: number): number {
  if (decoded <= SMALL) return MOST_OF_SMALL;
  if (decoded >= LARGE) return MOST_OF_LARGE;
  return MOST_OF_SMALL - (MOST_OF_SMALL - MOST_OF_LARGE) * ((decoded - SMALL) / (LARGE - SMALL));
}

/** Ours: Go's counts the nodes, but not what they take once they are JSON, nor how deep they lie. */
const MOST_LETTERS = 64 * 1024 * 1024;
const MOST_DEPTH = 1000;

/** Goes through all that a document means. */
class Expansion {
  readonly #within = new Set<Node>();
  #decoded = 0;
  #aliased = 0;
  #letters = 0;
  #depth = 0;

  visit(node: Node): void {
    this.#count(node);
    this.#depth += 1;
    if (node.anchor === undefined) for (const part of node.parts) this.visit(part);
    else this.#visitAliased(node.anchor, node.parts);
    this.#depth -= 1;
  }

  #count({ letters }: Node): void {
    this.#decoded += 1;
    this.#letters += letters;
    if (this.#within.size > 0) this.#aliased += 1;
    const isMuch = this.#aliased > FEW_ALIASED && this.#decoded > FEW_DECODED;
    const isExcessive = isMuch && this.#aliased / this.#decoded > allowedRatio(this.#decoded);
    if (isExcessive || this.#letters > MOST_LETTERS || this.#depth > MOST_DEPTH) {
      throw new YAMLException('document contains excessive aliasing');
    }
  }

  #visitAliased(anchor: string, targets: readonly Node[]): void {
    for (const target of targets) {
      if (this.#within.has(target)) throw new YAMLException(`anchor '${anchor}' value contains itself`);
      this.#within.add(target);
      this.visit(target);
      this.#within.delete(target);
    }
  }
}
