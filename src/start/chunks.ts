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
  private readonly scripts = new Map<string, Script>();
  private isStale: boolean;

  /** `ofNode` loads what is Node's own. */
  constructor(home: string, compiled: Compiled, ofNode: (name: string) => unknown) {
    this.home = home;
    this.compiled = compiled;
    this.ofNode = ofNode;
    this.isStale = compiled.size === 0;
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

  /** What has been compiled, of what is there by now; nothing where that is known already. */
  news(): Compiled | undefined {
    if (!this.isStale) return undefined;
    return new Map([...this.scripts].map(([name, script]) => [name, script.createCachedData()]));
  }

  private script(name: string): Script {
    const filename = join(this.home, name);
    const cachedData = this.compiled.get(name);
    const script = new Script(readFileSync(filename, 'latin1'), { filename, ...(cachedData && { cachedData }) });
    if (script.cachedDataRejected === true) this.isStale = true;
    this.scripts.set(name, script);
    return script;
  }
}
