import { posix } from 'node:path';

import { FileFault } from '../files/fault.js';
import type { HttpAnswer, Process, Program } from '../machine.js';
import { addressOf } from './network.js';
import { complain, pathOf, readOptions } from './options.js';
import type { Known, Options } from './options.js';

/** Programs that ask web servers. */

interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function readUrl(text: string): Address {
  const [, scheme = 'http', host = '', port, path = ''] =
    /^(?:([a-z]+):\/\/)?([^/:?#]*)(?::(\d+))?([/?][^#]*)?/i.exec(text) ?? [];
  return {
    scheme,
    host,
    port: Number(port ?? (scheme === 'https' ? 443 : 80)),
    path: path.startsWith('/') ? path : `/${path}`,
  };
}

type Outcome =
  | { readonly address: string; readonly answer: HttpAnswer }
  | 'unresolved'
  | { readonly refusedBy: string; readonly why: string };

function ask({ machine }: Process, url: Address, method: string): Outcome {
  const address = addressOf(machine, url.host);
  if (address === undefined) return 'unresolved';
  const listener = machine.network.connect(address, url.port);
  if (listener === 'refused') return { refusedBy: address, why: 'Connection refused' };
  if (listener === 'unreachable') return { refusedBy: address, why: 'No route to host' };
  return { address, answer: listener.answer(method, url.path) };
}

const headText = ({ code, reason, headers }: HttpAnswer, end: string): string =>
  [`HTTP/1.1 ${code} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join(end);

const CURL_OPTIONS: Known = {
  flags: 'IifsSLkv',
  values: 'owmXHAdu',
  longFlags: ['head', 'include', 'fail', 'silent', 'show-error', 'location', 'insecure'],
  longValues: ['connect-timeout', 'max-time', 'retry', 'request', 'header', 'output', 'write-out'],
  code: 2,
};

const curl: Program = async (process) => {
  const options = readOptions(process.args, CURL_OPTIONS);
  const [target] = options.operands;
  if (target === undefined) return complain(process, "try 'curl --help' for more information", 2);
  const url = readUrl(target);
  if (!['http', 'https'].includes(url.scheme))
    return tell(process, options, 1, `Protocol "${url.scheme}" not supported`);
  const isHead = hasAny(options, 'I', 'head');
  const outcome = ask(process, url, isHead ? 'HEAD' : 'GET');
  if (outcome === 'unresolved') return tell(process, options, 6, `Could not resolve host: ${url.host}`);
  if ('refusedBy' in outcome) {
    const words = `Failed to connect to ${url.host} port ${url.port} after 0 ms: Couldn't connect to server`;
    return tell(process, options, 7, words);
  }
  if (url.scheme === 'https') {
    return tell(process, options, 35, 'TLS connect error: nothing speaks TLS in a simulated container');
  }
  return receive(process, options, outcome.answer, isHead);
};

async function receive(process: Process, options: Options, answer: HttpAnswer, isHead: boolean): Promise<number> {
  const isFailure = answer.code >= 400 && hasAny(options, 'f', 'fail');
  const head = isHead || hasAny(options, 'i', 'include') ? headText(answer, '\r\n') : '';
  const body = isFailure ? Buffer.alloc(0) : answer.body;
  const code = await save(
    process,
    options.flags.get('o') ?? options.flags.get('output') ?? '-',
    Buffer.concat([Buffer.from(head), body]),
  );
  const format = options.flags.get('w') ?? options.flags.get('write-out') ?? '';
  await process.stdout.write(
    format.replace(/%\{(?:http_code|response_code)\}/g, String(answer.code)).replace(/\\n/g, '\n'),
  );
  if (isFailure) return tell(process, options, 22, `The requested URL returned error: ${answer.code}`);
  return code === 0 ? 0 : 23;
}

const hasAny = ({ flags }: Options, ...names: readonly string[]): boolean => names.some((name) => flags.has(name));

/** Errors are told, unless it was asked to be silent and not to show them. */
async function tell({ stderr }: Process, options: Options, code: number, words: string): Promise<number> {
  const isSilent = hasAny(options, 's', 'silent') && !hasAny(options, 'S', 'show-error');
  if (!isSilent) await stderr.write(`curl: (${code}) ${words}\n`);
  return code;
}

async function save(process: Process, name: string, bytes: Buffer): Promise<number> {
  if (name === '-') {
    await process.stdout.write(bytes);
    return 0;
  }
  try {
    process.machine.files.write(pathOf(process, name), bytes);
    return 0;
  } catch (error) {
    if (error instanceof FileFault) return complain(process, `can't open '${name}': ${error.reason}`);
    throw error;
  }
}

const WGET_OPTIONS: Known = {
  flags: 'qSc',
  values: 'OTtYU',
  longFlags: ['spider', 'no-check-certificate'],
  longValues: ['timeout', 'tries'],
};

const wget: Program = async (process) => {
  const options = readOptions(process.args, WGET_OPTIONS);
  const [target] = options.operands;
  if (target === undefined) return complain(process, 'missing URL');
  const url = readUrl(target);
  if (url.scheme === 'https') return complain(process, 'nothing speaks TLS in a simulated container');
  const outcome = ask(process, url, hasAny(options, 'spider') ? 'HEAD' : 'GET');
  if (outcome === 'unresolved') return complain(process, `bad address '${url.host}'`);
  const address = 'refusedBy' in outcome ? outcome.refusedBy : outcome.address;
  if (!hasAny(options, 'q')) await process.stderr.write(`Connecting to ${url.host} (${address}:${url.port})\n`);
  if ('refusedBy' in outcome) return complain(process, `can't connect to remote host (${address}): ${outcome.why}`);
  return download(process, options, outcome.answer, posix.basename(url.path));
};

async function download(process: Process, options: Options, answer: HttpAnswer, page: string): Promise<number> {
  if (hasAny(options, 'S')) await process.stderr.write(headText(answer, '\n').replace(/^(?=.)/gm, '  '));
  if (answer.code >= 400) return complain(process, `server returned error: HTTP/1.1 ${answer.code} ${answer.reason}`);
  if (hasAny(options, 'spider')) return 0;
  const name = options.flags.get('O') ?? (page === '' ? 'index.html' : page);
  const code = await save(process, name, answer.body);
  const isTold = code === 0 && name !== '-' && !hasAny(options, 'q');
  if (isTold) await process.stderr.write(`saving to '${name}'\n'${name}' saved\n`);
  return code;
}

export const WEB_PROGRAMS: Readonly<Record<string, Program>> = { curl, wget };
