import type { SetRef } from '../petset/petset.js';
import type { SetSummary } from '../petset/set-summary.js';
import { listOf, printNext, printObjects } from './objects.js';
import type { Output } from './output.js';
import { petSetObject, petSetTable, type TableOptions } from './petsets.js';

export interface SetPrinterOptions {
  readonly format: 'wide' | 'json' | 'yaml' | 'name' | undefined;
  /** Only this set was asked for. */
  readonly name: string | undefined;
  /** There will be more to show. */
  readonly watch: boolean;
  readonly table: TableOptions;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Prints sets the first time, and after that those that have changed or are gone, as `kubectl get -w` does. */
export class SetPrinter {
  private readonly options: SetPrinterOptions;
  private readonly stdout: Output;
  private shown = new Map<string, SetSummary>();
  private printed = 0;

  constructor(options: SetPrinterOptions, stdout: Output) {
    this.options = options;
    this.stdout = stdout;
  }

  /** Nothing has been printed yet. */
  get isFresh(): boolean {
    return this.printed === 0;
  }

  /** Prints what is new among all the sets that there are now. One that is gone is shown once more, as it was. */
  show(sets: readonly SetSummary[]): void {
    const present = new Map(sets.map((set) => [keyOf(set.record.ref), set]));
    const gone = [...this.shown].filter(([key]) => !present.has(key)).map(([, set]) => set);
    const changed = sets.filter((set) => stateOf(set) !== stateOf(this.shown.get(keyOf(set.record.ref))));
    this.shown = present;
    const news = [...gone, ...changed];
    if (news.length > 0) this.print(news);
    this.printed += news.length;
  }

  private print(sets: readonly SetSummary[]): void {
    const { format, name, watch, table, now } = this.options;
    const objects = sets.map(petSetObject);
    switch (format) {
      case 'name':
        this.stdout.write(sets.map(({ record }) => `petset/${record.ref.name}\n`).join(''));
        return;
      case 'json':
      case 'yaml':
        if (watch) objects.forEach((each, index) => printNext(each, format, this.isFresh && index === 0, this.stdout));
        else printObjects(name === undefined ? [listOf(objects)] : objects, format, this.stdout);
        return;
      case 'wide':
      case undefined: {
        const lines = petSetTable(sets, { ...table, header: table.header && this.isFresh }, now());
        this.stdout.write(`${lines.join('\n')}\n`);
      }
    }
  }
}

function keyOf({ namespace, name }: SetRef): string {
  return `${namespace}/${name}`;
}

function stateOf(set: SetSummary | undefined): string {
  if (set === undefined) return '';
  const { record, current, ready, pausedBy } = set;
  return [record.stored.metadata.resourceVersion, current, ready, ...pausedBy].join(' ');
}
