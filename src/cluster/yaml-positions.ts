import { EVENT_ID, type Event, getScalarValue } from 'js-yaml';
import type { FieldPath } from '../petset/field-error.js';
import { offsetInSource, type ScalarEvent } from './yaml-scalar.js';

/**
 * The line (from 1) of what a path leads to or, if nothing is there, of what is nearest around it.
 * `at` is an offset in the text that stands there: then it is the line of that character.
 */
export type LineOf = (path: FieldPath, at?: number) => number;

/** Where a node stands, and where its children do: by key, or by index. */
interface Place {
  readonly offset: number;
  readonly children: ReadonlyMap<string | number, Place>;
  readonly scalar?: ScalarEvent;
}

/** For each document, where the things in it stand. */
export function positionsOf(events: readonly Event[], source: string): readonly LineOf[] {
  const reader = new PlaceReader(events, source);
  return reader.documents().map((root) => (path, at) => lineAt(source, offsetOf(source, root, path, at)));
}

function offsetOf(source: string, root: Place, path: FieldPath, at: number | undefined): number {
  let place = root;
  for (const part of path) {
    const child = place.children.get(part);
    if (child === undefined) return place.offset;
    place = child;
  }
  if (at === undefined || place.scalar === undefined) return place.offset;
  return offsetInSource(source, place.scalar, getScalarValue(source, place.scalar), at);
}

export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) line++;
  return line;
}

/** Walks the parser's events, which are the nodes of the file in their order, each container closed by a POP. */
class PlaceReader {
  private next = 0;
  private readonly events: readonly Event[];
  private readonly source: string;

  constructor(events: readonly Event[], source: string) {
    this.events = events;
    this.source = source;
  }

  documents(): readonly Place[] {
    const roots: Place[] = [];
    while (this.next < this.events.length) {
      this.next++;
      roots.push(this.atEnd() ? { offset: 0, children: new Map() } : this.node());
      this.next++;
    }
    return roots;
  }

  private node(): Place {
    const event = this.events[this.next++];
    if (event?.type === EVENT_ID.MAPPING) return { offset: event.start, children: this.entries() };
    if (event?.type === EVENT_ID.SEQUENCE) return { offset: event.start, children: this.items() };
    if (event?.type === EVENT_ID.SCALAR) return { offset: event.valueStart, children: new Map(), scalar: event };
    return { offset: event?.type === EVENT_ID.ALIAS ? event.anchorStart : 0, children: new Map() };
  }

  private entries(): ReadonlyMap<string, Place> {
    const children = new Map<string, Place>();
    while (!this.atEnd()) {
      const key = this.events[this.next];
      const name = key?.type === EVENT_ID.SCALAR ? getScalarValue(this.source, key) : '';
      const { offset } = this.node();
      // A field is where its name is, not where its value begins.
      children.set(name, { ...this.node(), offset });
    }
    this.next++;
    return children;
  }

  private items(): ReadonlyMap<number, Place> {
    const children = new Map<number, Place>();
    while (!this.atEnd()) children.set(children.size, this.node());
    this.next++;
    return children;
  }

  private atEnd(): boolean {
    return this.next >= this.events.length || this.events[this.next]?.type === EVENT_ID.POP;
  }
}
