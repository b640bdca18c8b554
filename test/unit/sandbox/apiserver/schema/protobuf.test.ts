import { describe, expect, it } from 'vitest';

import { decodeProtobuf } from '../../../../../src/sandbox/apiserver/schema/protobuf.js';
import { readWire, WireError } from '../../../../../src/sandbox/apiserver/schema/wire.js';

const varint = (value: bigint): number[] =>
  value < 0x80n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varint(value >> 7n)];

const number = (field: number, value: number): Buffer =>
  Buffer.from([...varint(BigInt(field << 3)), ...varint(BigInt.asUintN(64, BigInt(value)))]);

function bytes(field: number, ...contents: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(contents.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([...varint(BigInt((field << 3) | 2)), ...varint(BigInt(body.length))]), body]);
}

describe('protobuf', () => {
  it('is read as the JSON of the same struct', () => {
    const labels = [bytes(11, bytes(1, 'a'), bytes(2, 'b')), bytes(11, bytes(1, 'c'), bytes(2, ''))];
    const container = bytes(2, bytes(1, 'web'), bytes(2, 'nginx'), bytes(3, 'sh'), bytes(3, '-c'));
    const message = Buffer.concat([
      bytes(1, bytes(1, 'p'), ...labels, bytes(8, number(1, 1_767_322_800), number(2, 5))),
      bytes(2, container, number(4, 30)),
    ]);
    expect(decodeProtobuf('Pod', message)).toEqual({
      metadata: { name: 'p', labels: { a: 'b', c: '' }, creationTimestamp: '2026-01-02T03:00:00Z' },
      spec: { containers: [{ name: 'web', image: 'nginx', command: ['sh', '-c'] }], terminationGracePeriodSeconds: 30 },
    });
  });

  it('reads values of every kind', () => {
    const port = Buffer.concat([bytes(1, 'http'), number(3, 80), bytes(4, number(1, 1), bytes(3, 'web'))]);
    expect(decodeProtobuf('ServicePort', port)).toEqual({ name: 'http', port: 80, targetPort: 'web' });
    expect(decodeProtobuf('ServicePort', bytes(4, number(1, 0), number(2, -1)))).toEqual({ targetPort: -1 });
    expect(decodeProtobuf('ResourceRequirements', bytes(2, bytes(1, 'cpu'), bytes(2, bytes(1, '1'))))).toEqual({
      requests: { cpu: '1' },
    });
    expect(decodeProtobuf('Secret', bytes(2, bytes(1, 'key'), bytes(2, 'value')))).toEqual({
      data: { key: 'dmFsdWU=' },
    });
    expect(decodeProtobuf('LeaseSpec', bytes(3, number(1, 1_767_322_800), number(2, 123_456_000)))).toEqual({
      acquireTime: '2026-01-02T03:00:00.123456Z',
    });
  });

  it('gathers embedded messages into their owner', () => {
    const volume = Buffer.concat([bytes(1, 'data'), bytes(2, bytes(10, bytes(1, 'claim')))]);
    expect(decodeProtobuf('Volume', volume)).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'claim' } });
  });

  it('passes over fields that it does not know', () => {
    expect(decodeProtobuf('ConfigMap', Buffer.concat([number(99, 1), bytes(98, 'x')]))).toEqual({});
  });

  it.each([
    ['ends within a number', Buffer.from([0x80])],
    ['ends within a text', Buffer.from([0x0a, 5, 0x61])],
    ['has a type that there is not', Buffer.from([0x0b])],
  ])('is refused when it %s', (_what, message) => {
    expect(() => readWire(message)).toThrow(WireError);
  });
});
