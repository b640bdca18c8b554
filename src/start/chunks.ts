import { join } from 'node:path';
import { Script } from 'node:vm';
import type { Compiled } from './compiled.js';

/** What a chunk is to Node: the function of a CommonJS module. */
type Body = (exports: object, require: (name: string) => unknown, module: { exports: object }) => void;

/** Where the chunks come from. */
export interface Origin {
  readonly home: string;
  /** The text of a chunk, in ASCII, and what V8 made of it when the program was built, where that is known. */
  readonly read: (name: string) => { readonly text: Buffer; readonly code?: Buffer };
}

/** The chunks of the program, loaded when they are wanted, and compiled only where nobody has done it before. */
export class Chunks {
  private readonly origin: Origin;
  private readonly compiled: Compiled;
  private readonly ofNode: (name: string) => unknown;
  private readonly loaded = new Map<string, { exports: object }>();
  private readonly scripts = new Map<string, { readonly text: Buffer; readonly script: Script }>();
  private isStale = false;

  /** `ofNode` loads what is Node's own. */
  constructor(origin: Origin, compiled: Compiled, ofNode: (name: string) => unknown) {
    this.origin = origin;
    this.compiled = compiled;
    this.ofNode = ofNode;
  }

  load(name: string): unknown {
    const known = this.loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    this.loaded.set(name, module);
    const script = this.script(name);
    const body = script.runInThisContext() as Body;
    body(module.exports, (wanted) => (wanted.startsWith('./') ? this.load(wanted) : this.ofNode(wanted)), module);
    return module.exports;
  }

  /** All that has been compiled by now; nothing where that is known already. */
  news(): Compiled | undefined {
    if (!this.isStale) return undefined;
    const made = [...this.scripts].map(([name, { text, script }]) => {
      return [name, { text, code: script.createCachedData() }] as const;
    });
    return new Map([...this.compiled, ...made]);
  }

  /** To read each from a file of its own takes more time than all that is done with it. */
  private script(name: string): Script {
    const filename = join(this.origin.home, name);
    const known = this.compiled.get(name);
    const { text, code } = known ?? this.origin.read(name);
    const script = new Script(text.toString('latin1'), { filename, ...(code && { cachedData: code }) });
    if (known === undefined || script.cachedDataRejected === true) this.isStale = true;
    this.scripts.set(name, { text, script });
    return script;
  }
}
