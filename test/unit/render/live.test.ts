import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { ProgressEvent, Standing } from '../../../src/controller/progress.js';
import type { KubectlCommand } from '../../../src/diagnose/diagnosis.js';
import type { Spell } from '../../../src/render/lines.js';
import { liveRenderer } from '../../../src/render/live.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { screenOf } from '../../fixtures/screen.js';
import { claim, pet } from '../../fixtures/sets.js';

const set = { namespace: 'default', name: 'web' };

/** The last frame that is drawn of a set of these pets, on a terminal of so many columns and rows. */
function lastFrame(
  pets: readonly ObservedPet[],
  more: Partial<Standing> = {},
  size = { columns: 80, rows: 24 },
  spell: Spell = () => '',
): readonly string[] {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, ...size });
  const renderer = liveRenderer(
    { stdout, stderr: new PassThrough(), spell },
    { now: () => 65_000, everySecond: () => () => undefined, color: true },
  );
  const standing: Standing = { replicas: 3, teardown: undefined, pets, claims: [], waiting: [], ...more };
  renderer.event({ type: 'standing', standing, set } satisfies ProgressEvent);
  renderer.close();
  return stripVTControlCharacters(String(stdout.read())).trimEnd().split('\n');
}

test('nothing is drawn before there is a set to show: a question may be asked meanwhile', () => {
  const stdout = Object.assign(new PassThrough(), { isTTY: true });
  const ticks: (() => void)[] = [];
  const everySecond = (tick: () => void): (() => void) => {
    ticks.push(tick);
    return () => undefined;
  };
  const renderer = liveRenderer(
    { stdout, stderr: new PassThrough(), spell: () => '' },
    { now: () => 0, everySecond, color: true },
  );
  renderer.result('petset/web', 'created');
  expect(ticks).toEqual([]);
  expect(String(stdout.read())).toBe('petset/web created\n');
  renderer.event({
    type: 'standing',
    standing: { replicas: 1, teardown: undefined, pets: [], claims: [], waiting: [] },
    set,
  });
  expect(ticks).toHaveLength(1);
  renderer.close();
});

test('a table of the pets under a line that says how far it is', () => {
  const creating = pet(1, {
    state: 'starting',
    cells: { ready: '0/1', status: 'ContainerCreating', restarts: 2 },
    createdAt: 60_000,
  });
  expect(lastFrame([pet(0), creating])).toEqual([
    'petset/web  1/3 ready  0s',
    'NAME    READY   STATUS              RESTARTS   AGE',
    'web-0   1/1     Running             0          65s',
    'web-1   0/1     ContainerCreating   2          5s',
  ]);
});

test('a terminating pet counts down, a paused one says so', () => {
  const terminating = pet(1, {
    state: 'terminating',
    cells: { ready: '1/1', status: 'Terminating', restarts: 0 },
    killedAt: 77_000,
  });
  const frame = lastFrame([pet(0, { initialized: false }), terminating]);
  expect(frame[2]).toContain('Running (paused)');
  expect(frame[3]).toContain('Terminating 12s');
});

test('what a pod has for a status is shown, not obeyed', () => {
  const loud = pet(0, { state: 'starting', cells: { ready: '0/1', status: '\u001b[2JGone', restarts: 0 } });
  expect(lastFrame([loud])[2]).toContain('^[[2JGone');
});

test('a pet that is changed where it runs is told from the others', () => {
  expect(lastFrame([pet(0, { state: 'restarting' })])[2]).toContain('Running (restarting)');
});

test('what is waited for is broken where it is wider than the terminal: a command that is cut off is another one', () => {
  const on = { for: 'resume', pet: pet(0) } as const;
  const waiting = [{ on, overdue: false, diagnosis: undefined }];
  const spell = ({ words }: KubectlCommand): string => `kubectl ${words.join(' ')} --context=production -n default`;
  const frame = lastFrame([pet(0)], { waiting }, { columns: 60, rows: 24 }, spell);
  expect(frame.slice(3)).toEqual([
    'pod/web-0 pauses petset/web by its annotation',
    '  pod.alpha.kubernetes.io/initialized',
    'to go on: kubectl petset resume web --context=production -n',
    '  default',
  ]);
});

test('pets give way to what is waited for', () => {
  const many = Array.from({ length: 20 }, (_, ordinal) => pet(ordinal));
  const on = { for: 'resume', pet: pet(0) } as const;
  const waiting = [{ on, overdue: false, diagnosis: undefined }];
  const frame = lastFrame(many, { waiting }, { columns: 24, rows: 14 }, () => 'kubectl petset resume web');
  expect(frame.length).toBeLessThan(14);
  expect(frame.at(-1)).toBe('  resume web');
});

test('one is not many', () => {
  const frame = lastFrame([pet(0)], { teardown: 'clean', claims: [claim('www-web-0')] });
  expect(frame[0]).toBe('petset/web  cleaning up: 1 pod and 1 claim left  0s');
});

test('no line is wider than the terminal', () => {
  const long = pet(1, {
    state: 'starting',
    cells: { ready: '0/1', status: 'CreateContainerConfigError', restarts: 0 },
  });
  for (const line of lastFrame([pet(0), long], {}, { columns: 40, rows: 24 }))
    expect(line.length).toBeLessThanOrEqual(40);
});

test('of more pets than there are rows, those that are ready give way', () => {
  const many = Array.from({ length: 100 }, (_, ordinal) => pet(ordinal, ordinal === 99 ? { state: 'starting' } : {}));
  const frame = lastFrame(many, { replicas: 100 }, { columns: 80, rows: 12 });
  expect(frame.length).toBeLessThan(12);
  expect(frame.join('\n')).toContain('web-99');
  expect(frame.at(-1)).toMatch(/^\.\.\. and \d+ more that are ready$/);
});

test('a clean-up says what is left', () => {
  expect(lastFrame([], { teardown: 'clean' })).toEqual(['petset/web  cleaning up: 0 pods and 0 claims left  0s']);
  expect(lastFrame([], { teardown: 'clean', claims: [claim('www-web-0')] })[0]).toBe(
    'petset/web  cleaning up: 0 pods and 1 claim left  0s',
  );
});

test('what the command of a gate says stays above the table, every line of it', () => {
  const [stdout, stderr] = [Object.assign(new PassThrough(), { isTTY: true, columns: 80 }), new PassThrough()];
  const renderer = liveRenderer(
    { stdout, stderr, spell: () => '' },
    { now: () => 0, everySecond: () => () => undefined, color: false },
  );
  const verified = { on: { for: 'verified', pet: pet(0) }, overdue: false, diagnosis: undefined } as const;
  const standing: Standing = { replicas: 1, teardown: undefined, pets: [pet(0)], claims: [], waiting: [verified] };
  renderer.event({ type: 'standing', standing, set });
  expect(stripVTControlCharacters(String(stdout.read()))).toContain('pod/web-0 waits for --verify');
  const said = { type: 'gate-output', gate: 'verify', pet: pet(0), stream: 'stdout', line: 'not yet', set } as const;
  renderer.event(said);
  renderer.event(said);
  renderer.event({ type: 'gate-passed', gate: 'verify', pet: pet(0), set });
  renderer.close();
  expect(String(stderr.read())).toBe('web-0 | not yet\nweb-0 | not yet\n');
  expect(stripVTControlCharacters(String(stdout.read()))).toContain('pod/web-0 passed --verify\n');
});

test('what is drawn over is what was drawn, also in the same second', () => {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  const renderer = liveRenderer(
    { stdout, stderr: new PassThrough(), spell: () => '', crowd: 'of-sets' },
    { now: () => 65_000, everySecond: () => () => undefined, color: true },
  );
  const show = (name: string, pets: readonly ObservedPet[], replicas: number): void => {
    const standing: Standing = { replicas, teardown: undefined, pets, claims: [], waiting: [] };
    renderer.event({ type: 'standing', standing, set: { ...set, name } });
  };
  let written = '';
  const screen = (): readonly string[] => screenOf((written += String(stdout.read() ?? '')));
  const table = (...pets: readonly number[]): readonly string[] => [
    'petset/busy  ' + `${pets.length}/9 ready`,
    'NAME    READY   STATUS    RESTARTS   AGE',
    ...pets.map((ordinal) => `web-${ordinal}   1/1     Running   0          65s`),
  ];
  show('quiet', [pet(0)], 1);
  for (const ordinals of [[0, 1, 2], [0, 1], [0, 1, 2, 3], [1]]) {
    show(
      'busy',
      ordinals.map((ordinal) => pet(ordinal)),
      9,
    );
    expect(screen()).toEqual(['2 sets, 1 ready  0s', ...table(...ordinals), 'petset/quiet  1/1 ready']);
  }
  renderer.event({ type: 'set-gone', set: { ...set, name: 'busy' } });
  show('quiet', [pet(0)], 1);
  expect(screen()).toEqual(['petset/busy deleted', '1 set, 1 ready  0s', 'petset/quiet  1/1 ready']);
  renderer.close();
});
