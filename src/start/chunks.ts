import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { Compiled } from './compiled.js';

/** What a chunk is to Node: the function of a CommonJS module. */
type Body = (exports: object, require: (name: string) => unknown, module: { exports: object }) => void;

/** The chunks of the program, loaded when they are wanted, and compiled only where nobody has done it before. */
export class Chunks {
  private readonly home: string;
  private readonly compiled: Compiled;
  private readonly ofNode: (name: string) => unknown;
  private readonly loaded = new Map<string, { exports: object }>();
  private readonly scripts = new Map<string, { readonly text: Buffer; readonly script: Script }>();
  private isStale = false;

  /** `ofNode` loads what is Node's own. */
  constructor(home: string, compiled: Compiled, ofNode: (name: string) => unknown) {
    this.home = home;
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
    const filename = join(this.home, name);
    const known = this.compiled.get(name);
    const text = known?.text ?? readFileSync(filename);
    const script = new Script(text.toString('latin1'), { filename, ...(known && { cachedData: known.code }) });
    if (known === undefined || script.cachedDataRejected === true) this.isStale = true;
    this.scripts.set(name, { text, script });
    return script;
  }
}
