import { posix } from 'node:path';

import { FileFault } from '../files/fault.js';
import { Interrupted } from '../io/streams.js';
import type { Process, Program } from '../machine.js';
import { Interpreter } from '../shell/interpreter.js';
import { parse } from '../shell/parse.js';
import { SyntaxFault } from '../shell/reader.js';
import { State } from '../shell/state.js';
import type { List } from '../shell/tree.js';
import { SIMULATED } from '../simulated.js';

const INTERRUPTED = 130;

/** The shell: a script as an argument, as a file, or line by line from its input. */
const sh: Program = async (process) => {
  const { options, isScript, rest } = readArgs(process.args);
  const state = newState(process, options);
  const [first, ...others] = rest;
  if (isScript) return runScript(process, state, first ?? '', others[0] ?? process.name, others.slice(1));
  if (first === undefined) return new LineByLine(process, state).run();
  try {
    const script = process.machine.files.read(posix.resolve(process.cwd, first)).toString();
    return await runScript(process, state, script, first, others);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    await process.stderr.write(`${process.name}: 0: cannot open ${first}: ${error.reason}\n`);
    return 2;
  }
};

interface ShellArgs {
  readonly options: ReadonlySet<string>;
  readonly isScript: boolean;
  readonly rest: readonly string[];
}

function readArgs(args: readonly string[]): ShellArgs {
  const options = new Set<string>();
  let at = 0;
  for (; /^[-+]./.test(args[at] ?? '') && args[at] !== '--'; at += 1) {
    const letters = args[at] ?? '';
    if (letters.startsWith('--')) continue;
    for (const letter of letters.slice(1)) options.add(letter);
    // The name of the option.
    if (letters.endsWith('o')) at += 1;
  }
  const isScript = options.delete('c');
  return { options, isScript, rest: args.slice(args[at] === '--' ? at + 1 : at) };
}

function newState(process: Process, options: ReadonlySet<string>): State {
  const variables = new Map([...process.env, ['PWD', process.cwd] satisfies [string, string]]);
  return new State(process.machine, {
    variables,
    exported: new Set(process.env.keys()),
    options,
    name: process.name,
    args: [],
    cwd: process.cwd,
    terminal: process.terminal,
  });
}

async function runScript(
  process: Process,
  state: State,
  script: string,
  name: string,
  args: readonly string[],
): Promise<number> {
  state.name = name;
  state.args = args;
  try {
    return await new Interpreter(state, process).runApart(parse(script));
  } catch (error) {
    if (error instanceof SyntaxFault) return tellSyntax(process, name, error);
    throw error;
  }
}

async function tellSyntax({ stderr }: Process, name: string, { message }: SyntaxFault): Promise<number> {
  await stderr.write(`${name}: ${message}\n`);
  return 2;
}

/** Reads its input line by line, and runs each command once it is whole: so commands may read what follows them. */
class LineByLine {
  readonly #process: Process;
  readonly #state: State;
  #hasExited = false;
  /** Whether a line may end what was begun: only then it is read again. */
  #mayEnd: (line: string) => boolean = () => true;

  constructor(process: Process, state: State) {
    this.#process = process;
    this.#state = state;
  }

  async run(): Promise<number> {
    if (this.#process.terminal !== undefined) await this.#process.stdout.write(SIMULATED);
    let script = '';
    while (!this.#hasExited) {
      const line = await this.#readLine(script !== '');
      if (line === undefined) return this.#atEnd(script);
      if (line === 'interrupted') this.#state.status = INTERRUPTED;
      if (line === 'interrupted') script = '';
      else
        script =
          script === '' || this.#mayEnd(line.text)
            ? await this.#take(`${script}${line.text}\n`)
            : `${script}${line.text}\n`;
    }
    return this.#state.status;
  }

  /** Runs what was read so far if it is whole, and returns what is not. */
  async #take(script: string): Promise<string> {
    try {
      await this.#runList(parse(script));
      return '';
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      this.#mayEnd = error.mayEnd;
      if (error.isIncomplete) return script;
      this.#state.status = await tellSyntax(this.#process, this.#state.name, error);
      return '';
    }
  }

  async #atEnd(script: string): Promise<number> {
    if (this.#process.terminal !== undefined) await this.#process.stdout.write('\n');
    if (script.trim() === '') return this.#state.status;
    return runScript(this.#process, this.#state, script, this.#state.name, []);
  }

  async #readLine(isContinued: boolean): Promise<{ text: string } | 'interrupted' | undefined> {
    const { stdin, stdout, terminal, signal } = this.#process;
    const interrupt = terminal?.foreground();
    if (terminal !== undefined) await stdout.write(isContinued ? '> ' : this.#prompt());
    try {
      const line = await stdin.readLine(interrupt === undefined ? signal : AbortSignal.any([signal, interrupt]));
      return line;
    } catch (error) {
      if (error instanceof Interrupted && interrupt?.aborted === true && !signal.aborted) return 'interrupted';
      throw error;
    }
  }

  #prompt(): string {
    const { machine, cwd } = this.#state;
    const sign = machine.uid === 0 ? '#' : '$';
    return this.#process.name === 'bash' ? `root@${machine.hostname}:${cwd}${sign} ` : `${sign} `;
  }

  async #runList(list: List): Promise<void> {
    const { signal, terminal } = this.#process;
    const interrupt = terminal?.foreground();
    const streams = {
      ...this.#process,
      signal: interrupt === undefined ? signal : AbortSignal.any([signal, interrupt]),
    };
    const shell = new Interpreter(this.#state, streams);
    try {
      this.#state.status = await shell.runApart(list, () => {
        this.#hasExited = true;
      });
    } catch (error) {
      if (!(error instanceof Interrupted) || interrupt?.aborted !== true || signal.aborted) throw error;
      this.#state.status = INTERRUPTED;
    }
  }
}

export const SHELL_PROGRAMS: Readonly<Record<string, Program>> = { sh, bash: sh, ash: sh };
