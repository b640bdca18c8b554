import { describe, expect, it } from 'vitest';

import { Lanes } from '../../../../../src/sandbox/controllers/client/lanes.js';

/** Jobs that end when they are told to. */
class Bench {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();

  job(name: string): () => Promise<void> {
    return () => {
      this.begun.push(name);
      return new Promise((resolve) => this.ends.set(name, resolve));
    };
  }

  async end(name: string): Promise<void> {
    this.ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('jobs in lanes', () => {
  it('are done one after the other in a lane, and side by side in others', async () => {
    const [lanes, bench] = [new Lanes(10, 10), new Bench()];
    for (const name of ['a1', 'a2', 'b1']) lanes.add(name.charAt(0), bench.job(name));
    expect(bench.begun).toEqual(['a1', 'b1']);
    await bench.end('a1');
    expect(bench.begun).toEqual(['a1', 'b1', 'a2']);
  });

  it('are not more at once than was said, and no lane waits for ever', async () => {
    const [lanes, bench] = [new Lanes(1, 10), new Bench()];
    for (const name of ['a1', 'a2', 'b1']) lanes.add(name.charAt(0), bench.job(name));
    expect(bench.begun).toEqual(['a1']);
    await bench.end('a1');
    expect(bench.begun).toEqual(['a1', 'b1']);
    await bench.end('b1');
    expect(bench.begun).toEqual(['a1', 'b1', 'a2']);
  });

  it('are lost when too many wait', async () => {
    const [lanes, bench] = [new Lanes(1, 1), new Bench()];
    for (const name of ['a1', 'a2', 'a3']) lanes.add('a', bench.job(name));
    await bench.end('a1');
    await bench.end('a2');
    expect(bench.begun).toEqual(['a1', 'a2']);
  });

  it('may fail, which is nobody else’s matter', async () => {
    const [lanes, bench] = [new Lanes(1, 10), new Bench()];
    lanes.add('a', () => Promise.reject(new Error('no')));
    lanes.add('a', bench.job('a2'));
    await bench.end('');
    expect(bench.begun).toEqual(['a2']);
  });
});
