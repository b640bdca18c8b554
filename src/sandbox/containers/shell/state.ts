import type { Machine, Terminal } from '../machine.js';
import { refuseLong } from './expansion-fault.js';
import type { Command } from './tree.js';

/** What a shell and its subshells have in common. */
export interface Shared {
  /** The note that nothing here is real. */
  isNoteShown: boolean;
  /** How many commands have run. */
  commands: number;
}

/** What commands leave behind for those that follow them. */
export class State {
  readonly machine: Machine;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly functions: Map<string, Command>;
  /** `-e`, `-u`, `-x`. */
  readonly options: Set<string>;
  /** The name of the script, and its arguments. */
  name: string;
  args: readonly string[];
  cwd: string;
  status = 0;
  readonly terminal: Terminal | undefined;
  readonly shared: Shared;

  constructor(machine: Machine, from: Origin) {
    this.machine = machine;
    this.variables = new Map(from.variables);
    this.exported = new Set(from.exported);
    this.functions = new Map(from.functions);
    this.options = new Set(from.options);
    this.name = from.name;
    this.args = from.args;
    this.cwd = from.cwd;
    this.status = from.status ?? 0;
    this.terminal = from.terminal;
    this.shared = from.shared ?? { isNoteShown: false, commands: 0 };
  }

  /** For a subshell: what it changes is forgotten. */
  copy(): State {
    return new State(this.machine, this);
  }

  get environment(): Map<string, string> {
    return new Map([...this.variables].filter(([name]) => this.exported.has(name)));
  }

  /** The value of a variable or special parameter; nothing if it is not set. */
  read(name: string): string | undefined {
    if (/^\d+$/.test(name)) return name === '0' ? this.name : this.args[Number(name) - 1];
    return SPECIAL.get(name)?.(this) ?? this.variables.get(name);
  }

  assign(name: string, value: string): void {
    refuseLong(value);
    this.variables.set(name, value);
    if (this.options.has('a')) this.exported.add(name);
  }
}

interface Origin {
  readonly variables: ReadonlyMap<string, string>;
  readonly exported: ReadonlySet<string>;
  readonly functions?: ReadonlyMap<string, Command>;
  readonly options?: ReadonlySet<string>;
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly status?: number;
  readonly terminal: Terminal | undefined;
  readonly shared?: Shared;
}

const SPECIAL: ReadonlyMap<string, (state: State) => string> = new Map([
  ['?', ({ status }) => String(status)],
  ['#', ({ args }) => String(args.length)],
  ['*', ({ args }) => args.join(' ')],
  ['@', ({ args }) => args.join(' ')],
  // A container's own process is the first one; this one came later.
  ['$', () => '42'],
  ['!', () => ''],
  ['-', ({ options }) => [...options].join('')],
]);
