import { expect, test } from 'vitest';
import { UsageFailure } from '../../../src/commands/arguments.js';
import { commandAsCause, withCause } from '../../../src/commands/change-cause.js';
import { imagesArg } from '../../../src/commands/images-arg.js';
import { completeWish, readRolloutFlags, sameWay } from '../../../src/commands/rollout-flags.js';
import type { PetSetRecord } from '../../../src/petset/record.js';
import type { WrittenSpec } from '../../../src/petset/defaults.js';
import { newRecord, readRecord, withSet } from '../../../src/petset/record.js';
import { type RolloutWish, USUAL_ROLLOUT } from '../../../src/petset/rollout.js';
import { webSet } from '../../fixtures/sets.js';

function record(spec: Partial<WrittenSpec> = {}, wish?: RolloutWish): PetSetRecord {
  const map = newRecord(webSet(spec), 'default', 'config-map');
  const metadata = { ...map.metadata, name: 'petset-web', uid: 'uid', resourceVersion: '1' };
  const first = readRecord({ ...map, metadata });
  return readRecord({ ...withSet(first, first.set, wish), metadata });
}

test('what is not said is as usual: the highest first, one by one', () => {
  expect(completeWish(readRolloutFlags({}), record())).toEqual(USUAL_ROLLOUT);
});

test('flags say how', () => {
  const args = {
    partition: '1',
    order: '1,0',
    'max-unavailable': '25%',
    step: true,
    'in-place': true,
    'ignore-budgets': true,
  };
  expect(completeWish(readRolloutFlags(args), record())).toEqual({
    partition: 1,
    order: [1, 0],
    maxUnavailable: '25%',
    step: true,
    inPlace: true,
    ignoreBudgets: true,
  });
});

test('a set with a strategy has its partition, unless the flags have another one', () => {
  const rolling = record({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } });
  expect(completeWish({}, rolling).partition).toBe(2);
  expect(completeWish({ partition: 0 }, rolling).partition).toBe(0);
});

test('an unfinished rollout goes on in its way, but to the end and minding budgets', () => {
  const wish: RolloutWish = {
    order: 'ascending',
    partition: 1,
    maxUnavailable: 2,
    step: true,
    inPlace: true,
    ignoreBudgets: true,
  };
  const unfinished = record({}, wish);
  expect(completeWish({}, unfinished, sameWay(unfinished))).toEqual({
    ...USUAL_ROLLOUT,
    order: 'ascending',
    maxUnavailable: 2,
    inPlace: true,
  });
});

test('an order names pets of the set only', () => {
  expect(() => completeWish({ order: [1, 2] }, record())).toThrow(
    'error: petset/web has no pet 2, which --order names',
  );
});

test.each([
  ['order', 'up'],
  ['order', '1,1'],
  ['order', '1,'],
  ['max-unavailable', '0'],
  ['max-unavailable', '0%'],
  ['max-unavailable', '101%'],
  ['partition', '-1'],
])('--%s=%s is no sense', (flag, value) => {
  expect(() => readRolloutFlags({ [flag]: value })).toThrow(UsageFailure);
});

test('images are containers with images, a star alone', () => {
  expect(imagesArg({ image: ['a=b:1', 'c=host:5000/d=e'] }, 'image')).toEqual([
    { container: 'a', image: 'b:1' },
    { container: 'c', image: 'host:5000/d=e' },
  ]);
  expect(() => imagesArg({ image: ['a'] }, 'image')).toThrow('must be CONTAINER=IMAGE');
  expect(() => imagesArg({ image: ['a=b', '*=c'] }, 'image')).toThrow('all containers are already specified by *');
});

test('the cause of a change is the command, without where the cluster is and as whom', () => {
  const args = {
    NAME: 'web',
    image: ['nginx=nginx:1.29', '*=it is'],
    token: 'secret',
    kubeconfig: '/home/me/config',
    namespace: 'db',
    'in-place': true,
    step: false,
    partition: '2',
  };
  expect(commandAsCause('upgrade', args)).toBe(
    "kubectl petset upgrade web --image=nginx=nginx:1.29 --image='*=it is' --partition=2 --in-place",
  );
});

test('a cause is added, replaced and taken away, and leaves other annotations', () => {
  const set = { ...webSet(), metadata: { name: 'web', annotations: { a: 'b' } } };
  const caused = withCause(withCause(set, 'one'), 'two');
  expect(caused.metadata.annotations).toEqual({ a: 'b', 'kubernetes.io/change-cause': 'two' });
  expect(withCause(caused, undefined)).toEqual(set);
  expect(withCause(withCause(webSet(), 'one'), undefined).metadata).toEqual({ name: 'web' });
});
