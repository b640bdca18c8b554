import { beforeEach, describe, expect, test } from 'vitest';
import { type Candidate, type GateCommands, type GateResult, Gates } from '../../../src/controller/gates.js';
import type { GateName, Progress } from '../../../src/controller/progress.js';
import type { View } from '../../../src/controller/set-watch.js';
import type { Plan, Wait } from '../../../src/controller/step.js';
import type { Pod, Served } from '../../../src/petset/kubernetes.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { newRecord, readRecord } from '../../../src/petset/record.js';
import { desired, observed, pet, webSet } from '../../fixtures/sets.js';

/** A command that runs until the test says how it ends. */
interface Begun {
  readonly candidate: Candidate;
  readonly tell: (progress: Progress) => void;
  readonly signal: AbortSignal;
  end(result: GateResult): Promise<void>;
  break(error: Error): Promise<void>;
}

let begun: Begun[];
let told: Progress[];
beforeEach(() => {
  begun = [];
  told = [];
});

/** A turn of everybody who waits for what has just happened. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function gatesOf(...names: readonly GateName[]): Gates {
  const commands: GateCommands = {
    names: new Set(names),
    run: (candidate, tell, signal) =>
      new Promise((resolve, reject) => {
        begun.push({
          candidate,
          tell,
          signal,
          end: (result) => {
            resolve(result);
            return turn();
          },
          break: (error) => {
            reject(error);
            return turn();
          },
        });
      }),
  };
  return new Gates({ commands, tell: (progress) => told.push(progress), ended: () => undefined, podOf });
}

const podOf = ({ name, uid }: ObservedPet): Served<Pod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, uid, resourceVersion: '1' },
  spec: { containers: [] },
});

const configMap = newRecord(webSet(), 'default', 'config-map');
const record = readRecord({
  ...configMap,
  metadata: { ...configMap.metadata, name: 'petset-web', uid: 'uid-of-record', resourceVersion: '1' },
});
const viewOf = (...pets: readonly ObservedPet[]): View => ({ record, desired: desired(), observed: observed(pets) });
const unverified = (gates: Gates, ...pets: readonly ObservedPet[]): readonly string[] => [
  ...(gates.look(observed(pets)).unverified ?? []),
];
const verified = (of: ObservedPet): Wait => ({ for: 'verified', pet: of });
const removal = (of: ObservedPet, because: 'condemned' | 'finished' = 'condemned'): Plan => ({
  kind: 'act',
  steps: [{ do: 'delete-pet', pet: of, because }],
});

describe('--verify', () => {
  test('takes who is healthy at the first look for good, and holds who becomes so later', () => {
    const gates = gatesOf('verify');
    const starting = pet(1, { state: 'starting' });
    expect(unverified(gates, pet(0), starting)).toEqual([]);
    expect(unverified(gates, pet(0), pet(1))).toEqual([pet(1).uid]);
  });

  test('holds a pet anew that is another one, or that was changed in place', () => {
    const gates = gatesOf('verify');
    unverified(gates, pet(0));
    expect(unverified(gates, pet(0, { uid: 'another' }))).toEqual(['another']);
    expect(unverified(gates, pet(0, { revision: 'rev2' }))).toEqual([pet(0).uid]);
  });

  test('lets a pet pass once its command has ended well, also where the pet was unhealthy meanwhile', async () => {
    const gates = gatesOf('verify');
    unverified(gates);
    gates.attend([verified(pet(0))], viewOf(pet(0)));
    const unready = pet(0, { state: 'starting' });
    gates.attend([{ for: 'ready', pet: unready }], viewOf(unready));
    await begun[0]?.end({ kind: 'passed' });
    expect(told).toEqual([{ type: 'gate-passed', gate: 'verify', pet: pet(0) }]);
    expect(unverified(gates, pet(0))).toEqual([]);
    expect(begun.length).toBe(1);
  });

  test('runs one command at a time', async () => {
    const gates = gatesOf('verify');
    const both = [verified(pet(0)), verified(pet(1))];
    gates.attend(both, viewOf(pet(0), pet(1)));
    gates.attend(both, viewOf(pet(0), pet(1)));
    expect(begun.map(({ candidate }) => candidate.pet.name)).toEqual(['web-0']);
    await begun[0]?.end({ kind: 'passed' });
    gates.attend(both.slice(1), viewOf(pet(0), pet(1)));
    expect(begun.map(({ candidate }) => candidate.pet.name)).toEqual(['web-0', 'web-1']);
  });

  test('tells of a failure when the pet is waited for, and not of one that is no more', async () => {
    const gates = gatesOf('verify');
    gates.attend([verified(pet(0))], viewOf(pet(0)));
    await begun[0]?.end({ kind: 'failed', problem: 'exit code 1' });
    expect(gates.attend([], viewOf(pet(0)))).toBeUndefined();
    const failure = { gate: 'verify', pet: pet(0), problem: 'exit code 1' };
    expect(gates.attend([verified(pet(0))], viewOf(pet(0)))).toEqual(failure);
    const another = pet(0, { uid: 'another' });
    expect(gates.attend([verified(another)], viewOf(another))).toBeUndefined();
  });

  test.each<[string, ObservedPet | undefined]>([
    ['gone', undefined],
    ['going', pet(0, { state: 'terminating' })],
    ['another one', pet(0, { uid: 'another' })],
  ])('ends the command for a pet that is %s, and what it says then counts for nothing', async (_how, now) => {
    const gates = gatesOf('verify');
    unverified(gates);
    gates.attend([verified(pet(0))], viewOf(pet(0)));
    gates.attend([], viewOf(...(now ? [now] : [])));
    expect(begun[0]?.signal.aborted).toBe(true);
    begun[0]?.tell({ type: 'gate-output', gate: 'verify', pet: pet(0), stream: 'stdout', line: 'late' });
    await begun[0]?.end({ kind: 'passed' });
    expect(told).toEqual([]);
    expect(unverified(gates, pet(0))).toEqual([pet(0).uid]);
  });

  test('is ended with the loop, which waits for it', async () => {
    const gates = gatesOf('verify');
    gates.attend([verified(pet(0))], viewOf(pet(0)));
    let isClosed = false;
    const closed = gates.close().then(() => {
      isClosed = true;
    });
    await turn();
    expect({ aborted: begun[0]?.signal.aborted, isClosed }).toEqual({ aborted: true, isClosed: false });
    await begun[0]?.end({ kind: 'failed', problem: 'ended by SIGTERM' });
    await closed;
  });

  test('does not hide a mistake of ours', async () => {
    const gates = gatesOf('verify');
    gates.attend([verified(pet(0))], viewOf(pet(0)));
    await begun[0]?.break(new Error('a mistake'));
    expect(() => gates.attend([], viewOf(pet(0)))).toThrow('a mistake');
  });
});

describe('--pre-delete', () => {
  test('holds the deletion of a pet until its command has ended well', async () => {
    const gates = gatesOf('pre-delete');
    const held = gates.screen(removal(pet(2)));
    expect(held).toEqual({ kind: 'wait', on: [{ for: 'pre-delete', pet: pet(2) }] });
    gates.attend(held.kind === 'wait' ? held.on : [], viewOf(pet(2)));
    await begun[0]?.end({ kind: 'skipped', why: 'has no running container web to run a command in' });
    expect(told.map(({ type }) => type)).toEqual(['gate-skipped']);
    expect(gates.screen(removal(pet(2)))).toEqual(removal(pet(2)));
    expect(gates.screen(removal(pet(1))).kind).toBe('wait');
  });

  test.each<Plan>([
    { kind: 'act', steps: [{ do: 'delete-pet', pet: pet(2), because: 'outdated' }] },
    { kind: 'act', steps: [{ do: 'evict-pet', pet: pet(2), because: 'outdated' }] },
    { kind: 'act', steps: [{ do: 'patch-pet', pet: pet(2), braked: false }] },
  ])('holds a pet that is replaced, or restarted in place', (plan) => {
    expect(gatesOf('pre-delete').screen(plan)).toEqual({ kind: 'wait', on: [{ for: 'pre-delete', pet: pet(2) }] });
  });

  test('does not hold a pet that has ended and is replaced, nor anything else', () => {
    const gates = gatesOf('pre-delete');
    for (const plan of [removal(pet(2, { state: 'finished' }), 'finished'), { kind: 'done' } as const]) {
      expect(gates.screen(plan)).toEqual(plan);
    }
    const creation: Plan = { kind: 'act', steps: [{ do: 'create-pet', ordinal: 1, revision: 'rev1', braked: false }] };
    expect(gates.screen(creation)).toEqual(creation);
  });

  test('holds a pet that has ended and is not wanted any more, and runs its command', () => {
    const gates = gatesOf('pre-delete');
    const finished = pet(2, { state: 'finished' });
    const held = gates.screen(removal(finished));
    gates.attend(held.kind === 'wait' ? held.on : [], viewOf(finished));
    gates.attend(held.kind === 'wait' ? held.on : [], viewOf(finished));
    expect(begun[0]?.signal.aborted).toBe(false);
  });
});

describe('another holder of the lease', () => {
  const other = (identity: string, expiresAt: number) => ({ identity, heldFor: 0, expiresAt });

  test('makes gates vain once it is seen to be alive', () => {
    const gates = gatesOf('verify');
    expect(gates.areVain(other('a', 1))).toBe(false);
    expect(gates.areVain(other('a', 1))).toBe(false);
    expect(gates.areVain(other('a', 2))).toBe(true);
  });

  test('makes gates vain at once when it has taken the lease from us', () => {
    const gates = gatesOf('verify');
    gates.attend([], viewOf());
    expect(gates.areVain(other('a', 1))).toBe(true);
  });

  test('is followed where there are no gates', () => {
    const gates = new Gates({ commands: undefined, tell: () => undefined, ended: () => undefined, podOf });
    gates.attend([], viewOf());
    expect([gates.areVain(other('a', 1)), gates.areVain(other('a', 2))]).toEqual([false, false]);
    expect(gates.look(observed([pet(0)])).unverified).toBeUndefined();
    expect(gates.screen(removal(pet(2)))).toEqual(removal(pet(2)));
  });
});
