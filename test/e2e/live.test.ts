import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Emulator } from '../fixtures/emulator.js';
import { TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';
import { hasTerminal, onTerminal } from './terminal.js';

const BUNDLE = new URL('../../dist/kubectl-petset.js', import.meta.url).pathname;

/** A command of ours on a terminal, and what is seen there. */
class OnTerminal {
  readonly emulator: Emulator;
  readonly ended: Promise<number>;
  private readonly terminal: ReturnType<typeof onTerminal>;
  private name = '';
  private look: () => void = () => undefined;

  constructor(line: string, columns: number, rows: number) {
    this.emulator = new Emulator(columns, rows);
    this.terminal = onTerminal(`tty; stty cols ${columns} rows ${rows}; exec env -u CI -u NO_COLOR ${line}`);
    this.ended = this.follow();
  }

  /** Resolves when what is on the terminal is so. */
  async until(isSo: (emulator: Emulator) => boolean): Promise<void> {
    while (!isSo(this.emulator)) {
      await new Promise<void>((resolve) => {
        this.look = resolve;
      });
    }
  }

  /** The terminal gets another size, as one that is on a screen does. */
  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
    execFileSync('stty', ['-F', this.name, 'cols', String(columns), 'rows', String(rows)]);
  }

  type(text: string): void {
    this.terminal.stdin.write(text);
  }

  private async follow(): Promise<number> {
    const exit = new Promise<number>((resolve) => this.terminal.on('exit', (code) => resolve(code ?? -1)));
    for await (const chunk of this.terminal.stdout ?? []) {
      await this.emulator.write(chunk as Uint8Array);
      this.name ||= this.emulator.lines.find((line) => line.startsWith('/dev/')) ?? '';
      this.look();
    }
    return exit;
  }
}

describe.skipIf(!inject('kubectl') || !hasTerminal)('the live view', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
    await namespace.petset('create', '-f', namespace.file(webManifest()));
  });
  afterAll(() => namespace.remove());

  const onScreen = (words: string, columns: number): OnTerminal => {
    const program = `'${process.execPath}' '${BUNDLE}' -n ${namespace.name}`;
    return new OnTerminal(`KUBECONFIG='${inject('kubeconfig')}' ${program} ${words}`, columns, 30);
  };
  const has = (wanted: RegExp) => (emulator: Emulator) => emulator.lines.some((line) => wanted.test(line));
  const titles = ({ lines }: Emulator): readonly string[] => lines.filter((line) => line.startsWith('petset/web in '));

  test('survives a resize, wraps nothing and leaves the last table where it can be read', async () => {
    await namespace.petset('pause', 'web');
    const seen = onScreen('scale web --replicas=3', 120);
    await seen.until(has(/^web-2 +- .* web-0/));
    seen.resize(70, 20);
    await seen.until((emulator) => emulator.wrapped.length === 0 && titles(emulator).length === 1);
    seen.resize(130, 24);
    await seen.until((emulator) => has(/^NAME .* NODE /)(emulator) && titles(emulator).length === 1);
    await namespace.petset('resume', 'web');
    expect(await seen.ended).toBe(0);
    const { lines, wrapped, hasCursor } = seen.emulator;
    expect({ wrapped, hasCursor }).toEqual({ wrapped: [], hasCursor: true });
    const end = lines.findIndex((line) => line.startsWith('petset/web in '));
    expect(lines.slice(end, end + 6).map((line) => line.split(/ {2,}/).slice(0, 3).join(' '))).toEqual([
      expect.stringMatching(/^petset\/web in .* ready █+$/),
      'NAME READY STATUS',
      'web-0 1/1 Running',
      'web-1 1/1 Running',
      'web-2 1/1 Running',
      'petset/web ready (3/3)',
    ]);
  });

  test('Ctrl-C leaves the table, the cursor, and how to go on', async () => {
    await namespace.petset('pause', 'web');
    const seen = onScreen('scale web --replicas=4', 80);
    await seen.until(has(/^Ctrl-C +stops here/));
    seen.type('\u0003');
    expect(await seen.ended).toBe(130);
    const { lines, hasCursor } = seen.emulator;
    expect(hasCursor).toBe(true);
    const end = lines.slice(lines.findIndex((line) => line.startsWith('web-3')) + 1).join(' ');
    expect(end).toMatch(/^interrupted: .* to go on: kubectl petset reconcile web -n /);
    await namespace.petset('resume', 'web');
  });
});
