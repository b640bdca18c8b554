import { setImmediate as nextTurn } from 'node:timers/promises';

import { Collector, Interrupted } from '../io/streams.js';
import type { Streams } from '../machine.js';
import { BUILTINS } from './builtins.js';
import { endOfCommand, endOfShell } from './ends.js';
import { Expander } from './expand.js';
import { ExpansionFault } from './expansion-fault.js';
import { Exit, LoopJump, Return } from './jumps.js';
import { matcherOf } from './pattern.js';
import { runPiped } from './pipeline.js';
import { runProgram } from './programs.js';
import { redirected } from './redirect.js';
import type { State } from './state.js';
import type { Case, Chain, Command, For, If, List, Loop, Pipeline, Simple } from './tree.js';

/** How many commands run before others get their turn: a loop without end must not stop the process. */
const COMMANDS_A_TURN = 50;

/** How deep commands may nest, functions that call themselves above all. */
const DEEPEST = 500;

/** Runs commands of the shell. */
export class Interpreter {
  readonly state: State;
  readonly #streams: Streams;
  readonly #depth: number;
  /** Where a failure is looked at, and does not end the shell. */
  readonly #isCondition: boolean;
  /** What the last `$(...)` ended with: that is the exit code where there is no other command. */
  #substituted = 0;

  constructor(state: State, streams: Streams, at: { depth?: number; isCondition?: boolean } = {}) {
    this.state = state;
    this.#streams = streams;
    this.#depth = at.depth ?? 0;
    this.#isCondition = at.isCondition ?? false;
  }

  /** The exit code of the last command. */
  async run(list: List): Promise<number> {
    if (this.#depth > DEEPEST) throw new ExpansionFault('maximum function recursion depth exceeded');
    for (const chain of list) await this.#chain(chain);
    return this.state.status;
  }

  /** Runs a list as a shell of its own: whatever ends it ends nothing else. `exited` is called when it asked for its end. */
  async runApart(list: List, exited?: () => void): Promise<number> {
    try {
      return await this.run(list);
    } catch (error) {
      if (error instanceof Exit) exited?.();
      return await endOfShell(error, this.state, this.#streams);
    }
  }

  async #chain({ first, rest }: Chain): Promise<void> {
    const last = rest.at(-1)?.pipeline ?? first;
    let status = await this.#pipeline(first, last !== first);
    for (const { operator, pipeline } of rest) {
      if ((operator === '&&') === (status === 0)) status = await this.#pipeline(pipeline, pipeline !== last);
    }
  }

  /** `isLooked`: something depends on its exit code. */
  async #pipeline({ commands, isNegated }: Pipeline, isLooked: boolean): Promise<number> {
    this.state.shared.commands += 1;
    if (this.state.shared.commands % COMMANDS_A_TURN === 0) await nextTurn();
    if (this.#streams.signal.aborted) throw new Interrupted();
    const isCondition = isLooked || isNegated || this.#isCondition;
    const [only, another] = commands;
    const status =
      only !== undefined && another === undefined
        ? await this.#with(this.#streams, isCondition).#command(only)
        : await this.#piped(commands, isCondition);
    this.state.status = isNegated ? Number(status === 0) : status;
    if (status !== 0 && !isCondition && this.state.options.has('e')) throw new Exit(status);
    return this.state.status;
  }

  /** Each in a shell of its own. */
  #piped(commands: readonly Command[], isCondition: boolean): Promise<number> {
    return runPiped(commands, this.#streams, async (command, streams) => {
      const state = this.state.copy();
      try {
        return await new Interpreter(state, streams, { depth: this.#depth + 1, isCondition }).#command(command);
      } catch (error) {
        return endOfShell(error, state, streams);
      }
    });
  }

  #with(streams: Streams, isCondition = this.#isCondition): Interpreter {
    return new Interpreter(this.state, streams, { depth: this.#depth + 1, isCondition });
  }

  async #command(command: Command): Promise<number> {
    const expander = new Expander(this.state, (list) => this.#capture(list));
    try {
      const streams = await redirected(command.redirects, this.#streams, this.state, expander);
      return await (streams === this.#streams ? this : this.#with(streams)).#act(command, expander);
    } catch (error) {
      return endOfCommand(error, this.state, this.#streams);
    }
  }

  async #act(command: Command, expander: Expander): Promise<number> {
    switch (command.type) {
      case 'simple':
        return this.#simple(command, expander);
      case 'if':
        return this.#if(command);
      case 'loop':
        return this.#loop(command);
      case 'for':
        return this.#for(command, expander);
      case 'case':
        return this.#case(command, expander);
      case 'group':
        return this.#block(command.body);
      case 'subshell':
        return new Interpreter(this.state.copy(), this.#streams, this.#inner()).runApart(command.body);
      case 'function':
        this.state.functions.set(command.name, command.body);
        return 0;
    }
  }

  #inner(): { depth: number; isCondition: boolean } {
    return { depth: this.#depth + 1, isCondition: this.#isCondition };
  }

  async #block(list: List): Promise<number> {
    if (list.length === 0) return 0;
    return this.#with(this.#streams).run(list);
  }

  async #holds(condition: List): Promise<boolean> {
    return (await this.#with(this.#streams, true).run(condition)) === 0;
  }

  async #if({ branches, otherwise }: If): Promise<number> {
    for (const { condition, body } of branches) if (await this.#holds(condition)) return this.#block(body);
    return this.#block(otherwise);
  }

  async #loop({ condition, body, isUntil }: Loop): Promise<number> {
    let status = 0;
    while ((await this.#holds(condition)) !== isUntil) {
      const pass = await this.#pass(body);
      if (pass === 'end') break;
      status = pass ?? status;
    }
    return status;
  }

  async #for({ name, words, body }: For, expander: Expander): Promise<number> {
    let status = 0;
    const values = words === undefined ? this.state.args : await expander.all(words);
    for (const value of values) {
      this.state.assign(name, value);
      const pass = await this.#pass(body);
      if (pass === 'end') break;
      status = pass ?? status;
    }
    return status;
  }

  /** One pass of a loop; outer loops get what is meant for them. */
  async #pass(body: List): Promise<number | 'end' | undefined> {
    try {
      return await this.#block(body);
    } catch (error) {
      if (!(error instanceof LoopJump)) throw error;
      if (error.levels > 1) throw new LoopJump(error.isBreak, error.levels - 1);
      return error.isBreak ? 'end' : undefined;
    }
  }

  async #case({ word, branches }: Case, expander: Expander): Promise<number> {
    const text = await expander.text(word);
    for (const { patterns, body } of branches) {
      for (const pattern of patterns) {
        if (matcherOf(await expander.pattern(pattern))(text)) return this.#block(body);
      }
    }
    return 0;
  }

  async #capture(list: List): Promise<string> {
    const stdout = new Collector();
    const shell = new Interpreter(this.state.copy(), { ...this.#streams, stdout }, this.#inner());
    this.#substituted = await shell.runApart(list);
    return stdout.bytes.toString();
  }

  async #simple({ assignments, words }: Simple, expander: Expander): Promise<number> {
    this.#substituted = 0;
    const [name, ...args] = await expander.all(words);
    const values: [string, string][] = [];
    for (const { name: variable, word } of assignments) values.push([variable, await expander.text(word)]);
    if (name === undefined) {
      for (const [variable, value] of values) this.state.assign(variable, value);
      return this.#substituted;
    }
    if (this.state.options.has('x')) await this.#streams.stderr.write(`+ ${[name, ...args].join(' ')}\n`);
    return this.#call(name, args, new Map(values));
  }

  async #call(name: string, args: readonly string[], extra: ReadonlyMap<string, string>): Promise<number> {
    const body = this.state.functions.get(name);
    if (body !== undefined) return this.#function(body, args);
    const builtin = BUILTINS.get(name);
    if (builtin !== undefined) {
      for (const [variable, value] of extra) this.state.assign(variable, value);
      return builtin({ name, args, state: this.state, streams: this.#streams, run: (list) => this.#block(list) });
    }
    return runProgram([name, ...args], this.state, this.#streams, extra);
  }

  async #function(body: Command, args: readonly string[]): Promise<number> {
    const before = this.state.args;
    this.state.args = args;
    try {
      return await this.#with(this.#streams).#command(body);
    } catch (error) {
      if (error instanceof Return) return error.code;
      throw error;
    } finally {
      this.state.args = before;
    }
  }
}
