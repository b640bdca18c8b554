import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { selfSignedCertificate } from '../../../../../src/sandbox/apiserver/tls/certificate.js';
import { integer, objectId, tagged, utcTime } from '../../../../../src/sandbox/apiserver/tls/der.js';

describe('the certificate', () => {
  const now = Date.UTC(2026, 5, 1);
  const { key, certificate } = selfSignedCertificate(now);
  const parsed = new X509Certificate(certificate);

  it('is for the loopback, signed by itself', () => {
    expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(parsed.checkHost('localhost')).toBe('localhost');
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(parsed.verify(parsed.publicKey)).toBe(true);
  });

  it('holds for years, and did a day ago', () => {
    expect(Date.parse(parsed.validFrom)).toBe(now - 86_400_000);
    expect(Date.parse(parsed.validTo)).toBe(now + 3650 * 86_400_000);
  });
});

describe('DER', () => {
  it('writes lengths of every size', () => {
    const head = (length: number): number[] => [...tagged(0x04, Buffer.alloc(length)).subarray(0, 4)];
    expect([head(5).slice(0, 2), head(200).slice(0, 3), head(300)]).toEqual([
      [4, 5],
      [4, 0x81, 200],
      [4, 0x82, 1, 44],
    ]);
  });

  it('writes positive numbers, ids and times', () => {
    expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080');
    expect(objectId('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
    expect(
      utcTime(Date.UTC(2026, 0, 2, 3, 4, 5))
        .subarray(2)
        .toString(),
    ).toBe('260102030405Z');
  });
});
