import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Progress } from '../../../src/controller/progress.js';
import type { KubectlCommand } from '../../../src/diagnose/diagnosis.js';
import {
  jsonRenderer,
  lineRenderer,
  nameRenderer,
  type RenderDeps,
  type Renderer,
} from '../../../src/render/renderer.js';
import { claim, pet } from '../../fixtures/sets.js';

const set = { namespace: 'default', name: 'web' };
const starting = pet(0, { state: 'starting', cells: { ready: '0/1', status: 'ContainerCreating', restarts: 0 } });

/** What a renderer prints for these events. */
function printed(make: (deps: RenderDeps) => Renderer, ...events: Progress[]): { stdout: string; stderr: string } {
  const streams = {
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    spell: ({ words, namespace }: KubectlCommand) => `kubectl ${words.join(' ')} -n ${namespace} --context=prod`,
  };
  const renderer = make(streams);
  renderer.result('service/nginx', 'created');
  for (const event of events) renderer.event({ ...event, set });
  renderer.conclusion('petset/web', 'ready (1/1)');
  renderer.close();
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { stdout: text(streams.stdout), stderr: text(streams.stderr) };
}
const lines = (...events: Progress[]): readonly string[] =>
  printed(lineRenderer, ...events)
    .stdout.split('\n')
    .slice(1, -2);

describe('lines', () => {
  test.each<[string, Progress]>([
    ['pod/web-0 created', { type: 'pet-created', pet: starting }],
    ['pod/web-0 adopted', { type: 'pet-adopted', pet: pet(0) }],
    ['pod/web-0 ContainerCreating', { type: 'pet-changed', pet: starting }],
    ['pod/web-0 ready', { type: 'pet-changed', pet: pet(0) }],
    [
      'pod/web-0 Running, 0/1 ready',
      {
        type: 'pet-changed',
        pet: pet(0, { state: 'starting', cells: { ready: '0/1', status: 'Running', restarts: 0 } }),
      },
    ],
    ['pod/web-0 restarting in place', { type: 'pet-changed', pet: pet(0, { state: 'restarting' }) }],
    ['pod/web-0 terminating', { type: 'pet-terminating', pet: pet(0, { graceSeconds: 0 }) }],
    ['pod/web-0 terminating (grace period 30s)', { type: 'pet-terminating', pet: pet(0, { graceSeconds: 30 }) }],
    ['pod/web-0 terminating, 20s left', { type: 'countdown', pet: pet(0), seconds: 20 }],
    ['pod/web-0 deleted', { type: 'pet-deleted', pet: pet(0) }],
    ['persistentvolumeclaim/www-web-0 created', { type: 'claim-created', claim: claim('www-web-0') }],
    ['persistentvolumeclaim/www-web-0 deleted', { type: 'claim-deleted', claim: claim('www-web-0') }],
    [
      'pod/web-0 waits for --verify',
      { type: 'waiting', waiting: { on: { for: 'verified', pet: pet(0) }, overdue: false, diagnosis: undefined } },
    ],
    [
      'pod/web-0 waits for --pre-delete',
      { type: 'waiting', waiting: { on: { for: 'pre-delete', pet: pet(0) }, overdue: false, diagnosis: undefined } },
    ],
    ['pod/web-0 passed --verify', { type: 'gate-passed', gate: 'verify', pet: pet(0) }],
    [
      'pod/web-0 passed without --pre-delete: it has no running container db to run a command in',
      {
        type: 'gate-skipped',
        gate: 'pre-delete',
        pet: pet(0),
        why: 'has no running container db to run a command in',
      },
    ],
    [
      'persistentvolumeclaim/www-web-0 will be deleted with its pod',
      { type: 'claim-kept', claim: claim('www-web-0', { goesWith: [{ kind: 'pet', uid: 'u', isGone: false }] }) },
    ],
    [
      'persistentvolumeclaim/www-web-0 will be deleted with petset/web',
      { type: 'claim-kept', claim: claim('www-web-0', { goesWith: [{ kind: 'record', uid: 'u', isGone: false }] }) },
    ],
    [
      'persistentvolumeclaim/www-web-0 stays, whoever goes',
      { type: 'claim-kept', claim: claim('www-web-0', { goesWith: [] }) },
    ],
    [
      'persistentvolumeclaim/www-web-0 growing from 1Gi to 2Gi',
      { type: 'claim-growing', claim: claim('www-web-0', { requested: '2Gi' }) },
    ],
    [
      'persistentvolumeclaim/www-web-0 grown to 2Gi',
      { type: 'claim-grown', claim: claim('www-web-0', { capacity: '2Gi' }) },
    ],
    [
      'petset/web is being reconciled by jane@host:1, for 7s now (--takeover does not wait for it): following along',
      { type: 'following', holder: 'jane@host:1', heldFor: 7_000 },
    ],
    [
      'petset/web is being reconciled by jane@host:1 (--takeover does not wait for it): following along',
      { type: 'following', holder: 'jane@host:1', heldFor: 200 },
    ],
    ['petset/web taken over from jane@host:1', { type: 'took-over', from: 'jane@host:1' }],
  ])('%s', (line, event) => {
    expect(lines(event)).toEqual([line]);
  });

  test('a pause names the pet and how to lift it', () => {
    const on = { for: 'resume', pet: pet(0) } as const;
    expect(lines({ type: 'waiting', waiting: { on, overdue: false, diagnosis: undefined } })).toEqual([
      'pod/web-0 pauses petset/web by its annotation pod.alpha.kubernetes.io/initialized; to go on: ' +
        'kubectl petset resume web -n default --context=prod',
    ]);
    const record = { for: 'resume-set', record: 'configmap/petset-web' } as const;
    expect(lines({ type: 'waiting', waiting: { on: record, overdue: false, diagnosis: undefined } })).toEqual([
      'configmap/petset-web pauses petset/web by its annotation pod.alpha.kubernetes.io/initialized; to go on: ' +
        'kubectl petset resume web -n default --context=prod',
    ]);
  });

  test('a disruption budget is named in the words of the server, and what it cannot count is told', () => {
    const held = (why: string): readonly string[] =>
      lines({
        type: 'waiting',
        waiting: { on: { for: 'budget', pet: pet(0), why }, overdue: false, diagnosis: undefined },
      });
    const again = 'it is tried again until it may';
    const look = 'look further: kubectl describe pdb web -n default --context=prod';
    const end = 'to delete it all the same: kubectl petset upgrade web --ignore-budgets -n default --context=prod';
    const needs = (healthy: number): string =>
      `The disruption budget web needs ${healthy} healthy pods and has 3 currently`;
    expect(held(needs(3))).toEqual([`pod/web-0 may not be evicted: ${needs(3)}; ${again}; ${look}; ${end}`]);
    expect(held('No.')).toEqual([`pod/web-0 may not be evicted: No; ${again}; ${end}`]);
    // As a real 1.34 answers where the budget has maxUnavailable: 1.
    expect(held(needs(0))).toEqual([
      `pod/web-0 may not be evicted: ${needs(0)}; ${again}; a budget over pets needs an integer minAvailable; ${look}; ${end}`,
    ]);
  });

  test('what a person alone can decide is named with what has to be known for it', () => {
    const on = { for: 'gone', pet: pet(0) } as const;
    const diagnosis = {
      cause: 'StillTerminating',
      short: 'still terminating',
      message: 'is still there',
      next: { words: ['describe', 'pod', 'web-0'], namespace: 'default' },
      exit: {
        when: 'if that node is really gone',
        command: { words: ['delete', 'pod', 'web-0'], namespace: 'default' },
      },
    };
    expect(lines({ type: 'waiting', waiting: { on, overdue: true, diagnosis } })).toEqual([
      'pod/web-0 is still there; look further: kubectl describe pod web-0 -n default --context=prod; ' +
        'if that node is really gone: kubectl delete pod web-0 -n default --context=prod',
    ]);
  });

  test('a claim that does not grow: why, and what helps', () => {
    const on = { for: 'grown', claim: claim('www-web-0'), size: '2Gi' } as const;
    const next = { words: ['delete', 'pod', 'web-0'], namespace: 'default' };
    const diagnosis = { cause: 'FileSystemResizePending', short: 'file system grows', message: 'grows later', next };
    const help = 'kubectl delete pod web-0 -n default --context=prod';
    expect(lines({ type: 'waiting', waiting: { on, overdue: false, diagnosis: undefined } })).toEqual([]);
    expect(lines({ type: 'waiting', waiting: { on, overdue: true, diagnosis } })).toEqual([
      `persistentvolumeclaim/www-web-0 grows later; look further: ${help}`,
    ]);
    const remedy = { ...diagnosis, exit: { when: 'to go on', command: next } };
    expect(lines({ type: 'waiting', waiting: { on, overdue: true, diagnosis: remedy } })).toEqual([
      `persistentvolumeclaim/www-web-0 grows later; look further: ${help}; to go on: ${help}`,
    ]);
  });

  test('what is only on its way is not worth a line; what does not get on is, with its cause', () => {
    const on = { for: 'ready', pet: starting } as const;
    const diagnosis = {
      cause: 'Unschedulable',
      short: 'unschedulable',
      message: 'cannot be scheduled: no node',
      next: { words: ['describe', 'pod', 'web-0'], namespace: 'default' },
    };
    expect(lines({ type: 'waiting', waiting: { on, overdue: false, diagnosis: undefined } })).toEqual([]);
    expect(lines({ type: 'waiting', waiting: { on, overdue: true, diagnosis } })).toEqual([
      'pod/web-0 cannot be scheduled: no node; look further: kubectl describe pod web-0 -n default --context=prod',
    ]);
  });

  test('what others have written is shown to the terminal, not obeyed by it', () => {
    const on = { for: 'ready', pet: starting } as const;
    const next = { words: ['describe', 'pod', 'web-0'], namespace: 'default' };
    const diagnosis = {
      cause: 'ErrImagePull',
      short: 'image not pulled',
      message: 'cannot pull: \u001b[2J\rgone',
      next,
    };
    expect(lines({ type: 'waiting', waiting: { on, overdue: true, diagnosis } })[0]).toContain(
      'pod/web-0 cannot pull: ^[[2J\\rgone; look further',
    );
    const word = pet(0, { state: 'starting', cells: { ready: '0/1', status: '\u001b[31mEvicted', restarts: 0 } });
    expect(lines({ type: 'pet-changed', pet: word })).toEqual(['pod/web-0 ^[[31mEvicted']);
  });

  test('a set that is ready again was not ready in between', () => {
    const ready = { type: 'set-ready', ready: 3, replicas: 3 } as const;
    expect(lines(ready, ready)).toEqual(['petset/web ready (3/3)', 'petset/web ready (3/3)']);
  });

  test('a server that keeps failing is news once, on the standard error', () => {
    const retrying = (delay: number): Progress => ({ type: 'retrying', problem: 'Error from server: oops', delay });
    expect(printed(lineRenderer, retrying(100), retrying(200)).stderr).toBe(
      'Error from server: oops (trying again in 0.1s)\n',
    );
  });
});

test('what the command of a gate says is told apart from our own words: every line of it, on standard error, harmless', () => {
  const said = (line: string): Progress => ({
    type: 'gate-output',
    gate: 'verify',
    pet: pet(0),
    stream: 'stdout',
    line,
  });
  const events = [said('same'), said('same'), said('\u001b[31mred')];
  const all = 'web-0 | same\nweb-0 | same\nweb-0 | ^[[31mred\n';
  expect(printed(lineRenderer, ...events).stderr).toBe(all);
  expect(printed((deps) => nameRenderer(deps, () => 'created'), ...events)).toMatchObject({ stderr: all });
});

test('-o name prints only the names of what was created', () => {
  const events: Progress[] = [
    { type: 'claim-created', claim: claim('www-web-0') },
    { type: 'pet-created', pet: starting },
    { type: 'pet-changed', pet: pet(0) },
  ];
  expect(printed((deps) => nameRenderer(deps, () => 'created'), ...events).stdout).toBe(
    'service/nginx\npersistentvolumeclaim/www-web-0\npod/web-0\n',
  );
});

const FIRST = { apiVersion: 'events.petset.dev/v1alpha1', time: '1970-01-01T00:00:00.000Z' };

test('-o json prints one object an event', () => {
  const make = (deps: RenderDeps): Renderer => jsonRenderer(deps, () => 0);
  const { stdout } = printed(make, { type: 'pet-created', pet: starting });
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { ...FIRST, type: 'result', object: 'service/nginx', verb: 'created' },
    {
      ...FIRST,
      type: 'pet-created',
      namespace: 'default',
      petset: 'web',
      object: 'pod/web-0',
      ordinal: 0,
      state: 'starting',
      status: 'ContainerCreating',
      ready: '0/1',
      restarts: 0,
      initialized: true,
      node: 'node-1',
      revision: 'rev1',
    },
    { ...FIRST, type: 'conclusion', object: 'petset/web', message: 'petset/web ready (1/1)' },
  ]);
});
