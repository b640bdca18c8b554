import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Standing } from '../../../src/controller/progress.js';
import type { KubectlCommand } from '../../../src/diagnose/diagnosis.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { LiveView, type LiveViewOptions } from '../../fixtures/live-view.js';
import { claim, desired, observed, pet, revision, upgrading } from '../../fixtures/sets.js';
import { standing, webStanding } from '../../fixtures/standing.js';

const set = { namespace: 'default', name: 'web' };

const many = (count: number): ObservedPet[] => Array.from({ length: count }, (_, ordinal) => pet(ordinal));

const starting = (ordinal: number, more: Partial<ObservedPet> = {}): ObservedPet =>
  pet(ordinal, { state: 'starting', cells: { ready: '0/1', status: 'ContainerCreating', restarts: 0 }, ...more });

/** What is read on a terminal of a set that stands like that. */
async function read(standing: Standing, options?: LiveViewOptions): Promise<readonly string[]> {
  const view = new LiveView(options);
  view.show(standing);
  return view.lines();
}

/** The rows of the table, and what is below it. */
async function rows(pets: readonly ObservedPet[], replicas = pets.length): Promise<readonly string[]> {
  return (await read(webStanding(replicas, pets))).slice(2);
}

test('nothing is drawn before there is a set to show: a question may be asked meanwhile', async () => {
  const view = new LiveView();
  view.renderer.result('petset/web', 'created');
  expect(view.clock.asleep).toBe(0);
  expect(view.writes).toEqual(['petset/web created\n']);
  view.show(webStanding(1, []));
  expect(view.clock.asleep).toBe(1);
  expect((await view.lines()).slice(0, 2)).toEqual([
    'petset/web created',
    'petset/web  bringing pets up  ░░░░░░░░░░░░░░░░░░░░  0/1 ready  0s',
  ]);
});

test('a table of the pets under a line that says how far it is', async () => {
  const creating = starting(1, {
    cells: { ready: '0/1', status: 'ContainerCreating', restarts: 2, restartedAt: 62_000 },
    createdAt: 60_000,
  });
  expect((await read(webStanding(3, [pet(0), creating]), { columns: 100 })).slice(0, 5)).toEqual([
    'petset/web  bringing pets up  ██████░░░░░░░░░░░░░░  1/3 ready  0s',
    'NAME    READY   STATUS              RESTARTS     AGE     REVISION   CLAIMS        WAITS FOR',
    'web-0   1/1     Running             0            65s     1          bound',
    'web-1   0/1     ContainerCreating   2 (3s ago)   5s      1          bound         its containers',
    'web-2           -                                                                 web-1',
  ]);
});

test('a terminating pet counts down, a paused one says so', async () => {
  const terminating = pet(1, {
    state: 'terminating',
    cells: { ready: '1/1', status: 'Terminating', restarts: 0 },
    killedAt: 77_000,
  });
  const [paused, going] = await rows([pet(0, { initialized: false }), terminating]);
  expect(paused).toMatch(/^web-0 {2}1\/1 {4}Running .* paused$/);
  expect(going).toMatch(/^web-1 {2}1\/1 {4}Terminating .* its end, 12s left$/);
});

test('what a pod has for a status is shown, not obeyed', async () => {
  const loud = starting(0, { cells: { ready: '0/1', status: '\u001b[2JGone\u0007\u202e', restarts: 0 } });
  expect((await rows([loud]))[0]).toMatch(/^web-0 {2}0\/1 {4}\^\[\[2JGone {2}/);
});

test('a pet that is changed where it runs is told from the others', async () => {
  expect((await rows([pet(0, { state: 'restarting' })]))[0]).toMatch(/Running .* new containers$/);
});

test('a pet says of which template it is, and what becomes of it, while there are two', async () => {
  const revisions = [revision('rev1'), revision('rev2')];
  const there = [...many(2), starting(2, { revision: 'rev2' }), pet(3, { revision: 'rev2' })];
  const below = upgrading({ partition: 1 }, { replicas: 4 });
  const lines = await read(standing(below, observed(there, { revisions })));
  expect(lines.slice(0, 6)).toEqual([
    'petset/web  rolling out revision 2  ██████░░░░░░░░░░░░░░  1/3 done  0s',
    'NAME   READY  STATUS             RESTARTS  AGE    REVISION  WAITS FOR',
    'web-0  1/1    Running            0         65s    1 old',
    'web-1  1/1    Running            0         65s    1 -> 2    web-2',
    'web-2  0/1    ContainerCreating  0         65s    2 new     its containers',
    'web-3  1/1    Running            0         65s    2 new',
  ]);
  expect(lines.find((line) => line.startsWith('next'))).toBe('next      replace web-1');
});

test('what is waited for is broken where it is wider than the terminal: a command that is cut off is another one', async () => {
  const spell = ({ words }: KubectlCommand): string => `kubectl ${words.join(' ')} --context=production -n default`;
  const lines = await read(webStanding(1, [pet(0, { initialized: false })]), { columns: 60, rows: 24, spell });
  expect(lines.slice(3, 7)).toEqual([
    'pod/web-0 pauses petset/web by its annotation',
    '  pod.alpha.kubernetes.io/initialized',
    'to go on: kubectl petset resume web --context=production -n',
    '  default',
  ]);
});

test('pets give way to what is waited for', async () => {
  const paused = webStanding(20, [pet(0, { initialized: false }), ...many(20).slice(1)]);
  const lines = await read(paused, { columns: 24, rows: 14, spell: () => 'kubectl petset resume web' });
  expect(lines.length).toBeLessThan(14);
  expect(lines.at(-1)).toBe('  resume web');
});

test('one is not many', async () => {
  const going = standing(desired({}, { teardown: 'clean' }), observed([pet(0)]));
  expect((await read(going))[0]).toBe('petset/web  cleaning up  ░░░░░░░░░░░░░░░░░░░░  1 pod and 1 claim left  0s');
});

test('a clean-up says what is left, down to the last claim', async () => {
  const clean = desired({}, { teardown: 'clean' });
  const none = { claims: [] };
  expect((await read(standing(clean, observed([], none))))[0]).toContain('0 pods and 0 claims left');
  const lines = await read(standing(clean, observed([], { claims: [claim('www-web-0', { terminating: true })] })));
  expect(lines[0]).toContain('0 pods and 1 claim left');
  expect(lines[2]).toMatch(/^web-0 {9}- .* terminating/);
});

test.each([20, 40, 57, 80, 121])('no line is wider than a terminal of %d columns', async (columns) => {
  const long = starting(1, {
    cells: { ready: '0/1', status: 'CreateContainerConfigError 起動中', restarts: 0 },
    node: '節点'.repeat(30),
  });
  const view = new LiveView({ columns });
  view.show(webStanding(3, [pet(0), long]));
  for (const line of (await view.lines()).map((each) => each.length)) expect(line).toBeLessThanOrEqual(columns);
  expect(view.emulator.wrapped).toEqual([]);
});

test('of more pets than there are rows, those around the busy one are shown', async () => {
  const there = many(100).map((each) => (each.ordinal === 50 ? starting(50) : each));
  const lines = await read(webStanding(100, there), { columns: 80, rows: 12 });
  expect(lines.length).toBeLessThan(12);
  expect(lines.slice(2, 8).map((line) => line.split('  ')[0])).toEqual([
    '... 48 ready above',
    'web-48',
    'web-49',
    'web-50',
    'web-51',
    '... 48 ready below',
  ]);
});

test('what the command of a gate says stays above the table, every line of it', async () => {
  const view = new LiveView({ isAllTerminal: true });
  const verified = { on: { for: 'verified', pet: pet(0) }, overdue: false, diagnosis: undefined } as const;
  view.show({ ...webStanding(1, [pet(0)]), waiting: [verified] });
  const said = { type: 'gate-output', gate: 'verify', pet: pet(0), stream: 'stdout', line: 'not yet', set } as const;
  view.renderer.event(said);
  view.renderer.event(said);
  view.renderer.event({ type: 'gate-passed', gate: 'verify', pet: pet(0), set });
  const lines = await view.lines();
  expect(lines.slice(0, 4)).toEqual([
    'web-0 | not yet',
    'web-0 | not yet',
    'pod/web-0 passed --verify',
    expect.stringContaining('petset/web  '),
  ]);
  expect(lines).toContain('pod/web-0 waits for --verify');
});

test('what goes elsewhere than to the terminal leaves the table alone', async () => {
  const view = new LiveView();
  view.show(webStanding(1, [pet(0)]));
  const before = await view.lines();
  view.renderer.failure(['error: so it is', 'look at it']);
  expect(await view.lines()).toEqual(before);
  expect(String(view.stderr.read())).toBe('error: so it is\nlook at it\n');
});

test('what is drawn over is what was drawn, also where it becomes shorter', async () => {
  const view = new LiveView({ crowd: 'of-sets', color: true });
  const show = (name: string, pets: readonly ObservedPet[], replicas: number): void =>
    view.show(webStanding(replicas, pets), { namespace: 'default', name });
  show('quiet', [pet(0)], 1);
  for (const ordinals of [[0, 1, 2], [0, 1], [0, 1, 2, 3], [1]]) {
    show(
      'busy',
      ordinals.map((ordinal) => pet(ordinal)),
      0,
    );
    const lines = (await view.lines()).map((line) => line.split('  ')[0]);
    const busy = ordinals.map((ordinal) => `busy-${ordinal}`);
    expect(lines).toEqual(['2 sets, 1 ready', 'petset/busy', 'NAME', ...busy, 'petset/quiet']);
  }
  view.renderer.event({ type: 'set-gone', set: { ...set, name: 'busy' } });
  expect(await view.lines()).toEqual([
    'petset/busy deleted',
    expect.stringMatching(/^1 set, 1 ready/),
    'petset/quiet  1/1 ready',
  ]);
});

test('however much happens, ten times a second is enough; the last of it is drawn, in one write', async () => {
  const view = new LiveView();
  const writes = view.writes;
  for (let count = 0; count <= 100; count++) view.show(webStanding(100, many(count), []));
  expect(writes).toHaveLength(1);
  await view.clock.advance(99);
  expect(writes).toHaveLength(1);
  await view.clock.advance(1);
  expect(writes).toHaveLength(2);
  expect((await view.lines())[0]).toContain('100/100');
  for (const write of writes) {
    expect(write.startsWith('\u001b[?2026h')).toBe(true);
    expect(write.endsWith('\u001b[?2026l')).toBe(true);
  }
});

test('where nothing changes but ages, only their lines are written, once a second', async () => {
  const view = new LiveView();
  view.show(webStanding(2, [pet(0, { createdAt: -600_000_000 }), starting(1)]));
  await view.clock.advance(900);
  expect(view.writes).toHaveLength(1);
  await view.clock.advance(100);
  expect(view.writes).toHaveLength(2);
  expect(view.writes[1]).toContain('web-1');
  expect(view.writes[1]).not.toContain('web-0');
});

test('a terminal that gets another size shows the table once, and nothing of what was cut in two', async () => {
  const view = new LiveView({ columns: 120, rows: 20 });
  const before = 'what was there before';
  await view.emulator.write(`${before}\r\n`);
  view.show(webStanding(5, [...many(3), starting(3)]));
  await view.lines();
  for (const [columns, height] of [
    [60, 20],
    [35, 20],
    [140, 20],
    [80, 24],
    [120, 14],
  ] as const) {
    await view.resize(columns, height);
    const lines = await view.lines();
    expect(lines.slice(0, 2)).toEqual([before, expect.stringMatching(/^petset\/web {2}bringing/)]);
    expect(lines.filter((line) => line.startsWith('web-'))).toHaveLength(5);
    expect(view.emulator.wrapped).toEqual([]);
  }
});

test('the cursor is there whenever nothing is being drawn, and the last table stays without what only counts while it runs', async () => {
  const view = new LiveView();
  view.show(webStanding(2, [pet(0), starting(1)]));
  expect(await view.lines()).toContain('Ctrl-C    stops here; to go on: kubectl petset reconcile web');
  expect(view.emulator.hasCursor).toBe(true);
  view.show(webStanding(2, many(2)));
  view.renderer.close();
  view.renderer.close();
  view.renderer.conclusion('petset/web', 'ready (2/2)');
  const lines = await view.lines();
  expect(lines.map((line) => line.split('  ')[0])).toEqual([
    'petset/web',
    'NAME',
    'web-0',
    'web-1',
    'petset/web ready (2/2)',
  ]);
  expect(view.emulator.hasCursor).toBe(true);
  expect(view.clock.asleep).toBe(0);
});

test('colours say nothing that words do not', async () => {
  const states = webStanding(3, [pet(0), starting(1, { cells: { ready: '0/1', status: 'Error', restarts: 0 } })]);
  const colored = new LiveView({ color: true });
  colored.show(states);
  expect(await colored.lines()).toEqual(await read(states));
  expect(colored.writes.join('')).toContain('\u001b[32mRunning');
  const plain = new LiveView();
  plain.show(states);
  // Of the sequences that end in an m all are about colours.
  expect(
    plain.writes
      .join('')
      .split('\u001b[')
      .filter((sequence) => /^[\d;]*m/.test(sequence)),
  ).toEqual([]);
});

test('a line that fills the terminal keeps its last character, and no terminal is told to erase all of the screen', async () => {
  const [title = ''] = await read(webStanding(30, many(3)));
  const columns = title.length;
  const view = new LiveView({ columns, color: true });
  view.show(webStanding(30, many(3)));
  view.show(webStanding(30, many(4)));
  await view.lines();
  view.renderer.event({ type: 'took-over', from: 'somebody', set });
  await view.lines();
  await view.resize(40, 12);
  view.show(webStanding(4, many(4)));
  await view.lines();
  view.renderer.event({ type: 'set-gone', set });
  await view.lines();
  const bytes = view.writes.join('');
  // An xterm erases the character that the cursor stands on, which after the last column is the last one.
  const filled = bytes.split('\r\n').filter((line) => stripVTControlCharacters(line).length === columns);
  expect(filled.length).toBeGreaterThan(0);
  for (const line of filled) expect(line).not.toContain('\u001b[K');
  // tmux keeps what is on a screen that is erased from its first line on.
  const [first = '', ...after] = bytes.split('\u001b[J');
  expect(after.length).toBeGreaterThan(3);
  for (const before of [first, ...after.slice(0, -1)]) expect(before.endsWith('\r\n')).toBe(true);
});

test('a long line above the table is broken where it is read easily, and a command stands on one line', async () => {
  const spell = ({ words }: KubectlCommand): string => `kubectl ${words.join(' ')} -n default`;
  const view = new LiveView({ isAllTerminal: true, spell });
  view.show(webStanding(2, [pet(0), starting(1)]));
  view.renderer.event({ type: 'ways-out', pet: pet(1), container: 'nginx', set });
  expect((await view.lines()).slice(0, 4)).toEqual([
    'pod/web-1 holds up petset/web',
    'with another template: kubectl petset upgrade web --image=nginx=IMAGE -n default',
    'with the former one: kubectl petset rollback web -n default',
    expect.stringContaining('petset/web  '),
  ]);
  expect(view.emulator.wrapped).toEqual([]);
});

test('a warning of the server stays above the table', async () => {
  const view = new LiveView({ isAllTerminal: true });
  view.show(webStanding(1, [pet(0)]));
  view.renderer.warning('it is deprecated');
  const lines = await view.lines();
  expect(lines.slice(0, 2)).toEqual(['Warning: it is deprecated', expect.stringContaining('petset/web  ')]);
  expect(lines.filter((line) => line.startsWith('petset/web'))).toHaveLength(1);
});

test('of a rehearsal everything says that it is one, and nothing that the set itself could be acted on', async () => {
  const view = new LiveView({ isRehearsal: true });
  view.renderer.result('petset/web', 'scaled');
  view.show(webStanding(2, [pet(0), starting(1)]));
  expect(await view.lines()).toEqual([
    'petset/web scaled (rehearsal)',
    expect.stringMatching(/^rehearsal: petset\/web {2}bringing pets up/),
    expect.stringMatching(/^NAME/),
    expect.stringMatching(/^web-0/),
    expect.stringMatching(/^web-1/),
    '',
    'Ctrl-C    ends the rehearsal',
  ]);
  view.renderer.close();
  view.renderer.conclusion('petset/web', 'ready (2/2)');
  expect((await view.lines()).at(-1)).toBe('petset/web ready (2/2) (rehearsal)');
});
