import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getSystemErrorMap } from 'node:util';

/** What Node reads of a file: certificates, but none that say what they are trusted for. What has no end is read to the last. */
const CERTIFICATE = /-----BEGIN (?:X509 )?CERTIFICATE-----[^]*?(?:-----END (?:X509 )?CERTIFICATE-----|$)/g;

/**
 * The certificates of the file that NODE_EXTRA_CA_CERTS names, up to the first that cannot be read, as Node takes them.
 * Tells what is wrong with it in Node's words. Source: src/crypto/crypto_context.cc, AddCertsFromFile.
 */
export function readExtraAuthorities(file: string, tell: (warning: string) => void): readonly string[] {
  const read: string[] = [];
  try {
    for (const [certificate] of readFileSync(file, 'latin1').matchAll(CERTIFICATE)) {
      new X509Certificate(certificate);
      read.push(certificate);
    }
  } catch (error) {
    tell(`Warning: Ignoring extra certs from \`${file}\`, load failed: ${wordsOf(error)}\n`);
  }
  return read;
}

/** OpenSSL's words, where it is the system that refuses something: its number behind a bit that says so, and what it means. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const number = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  const [, words] = getSystemErrorMap().get(number) ?? [];
  if (words === undefined) return error.message;
  const code = (0x80000000 - number).toString(16).toUpperCase();
  return `error:${code}:system library::${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
