import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

import { bitString, integer, objectId, octetString, sequence, set, tagged, utcTime, utf8 } from './der.js';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM; it is signed by itself, and is to be trusted as such. */
  readonly certificate: string;
}

const COMMON_NAME = '2.5.4.3';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const DAY_MS = 86_400_000;

/**
 * A certificate for the loopback, good for ten years. kubectl sends no token to a server without TLS, which is the one
 * reason for it.
 */
export function selfSignedCertificate(now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(ECDSA_WITH_SHA256));
  const name = sequence(set(sequence(objectId(COMMON_NAME), utf8('petset-sandbox'))));
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(utcTime(now - DAY_MS), utcTime(now + 3650 * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(loopbackNames())),
  );
  const signature = sign('sha256', body, privateKey);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem(sequence(body, algorithm, bitString(signature))),
  };
}

/** The address and the name by which clients reach the server. */
function loopbackNames(): Buffer {
  const address = tagged(0x87, Buffer.from([127, 0, 0, 1]));
  const name = tagged(0x82, Buffer.from('localhost'));
  return sequence(objectId(SUBJECT_ALTERNATIVE_NAME), octetString(sequence(name, address)));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
