import { posix } from 'node:path';

import type { FileSystem } from '../../../containers/files/file-system.js';
import type { HttpAnswer, Listener } from '../../../containers/machine.js';
import { WEB_ROOT } from '../files/own-files.js';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
};

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'application/javascript',
  '.json': 'application/json',
  '.txt': 'text/plain',
  '.xml': 'text/xml',
};

/** Answers as an nginx does that was never configured: with the files below one directory. */
export class WebServer implements Listener {
  readonly #files: FileSystem;
  readonly #now: () => number;

  constructor(files: FileSystem, now: () => number) {
    this.#files = files;
    this.#now = now;
  }

  answer(method: string, target: string): HttpAnswer {
    if (method !== 'GET' && method !== 'HEAD') return this.#page(405);
    const answer = this.#answer(target.replace(/\?.*$/s, ''));
    return method === 'HEAD' ? { ...answer, body: Buffer.alloc(0) } : answer;
  }

  #answer(target: string): HttpAnswer {
    const path = posix.join(WEB_ROOT, posix.resolve('/', decoded(target)));
    const entry = this.#files.find(path);
    if (entry === undefined) return this.#page(404);
    if (entry.type !== 'directory') return this.#file(path);
    if (!target.endsWith('/')) return this.#page(301, [['Location', `${target}/`]]);
    const index = posix.join(path, 'index.html');
    return this.#files.find(index)?.type === 'file' ? this.#file(index) : this.#page(403);
  }

  #file(path: string): HttpAnswer {
    const body = this.#files.read(path);
    return this.#make(200, TYPES[posix.extname(path)] ?? 'application/octet-stream', body);
  }

  #page(code: number, headers: HttpAnswer['headers'] = []): HttpAnswer {
    const title = `${code} ${REASONS[code] ?? ''}`;
    const lines = [
      '<html>',
      `<head><title>${title}</title></head>`,
      '<body>',
      `<center><h1>${title}</h1></center>`,
      '<hr><center>nginx</center>',
      '</body>',
      '</html>',
      '',
    ];
    return this.#make(code, 'text/html', Buffer.from(lines.join('\r\n')), headers);
  }

  #make(code: number, type: string, body: Buffer, more: HttpAnswer['headers'] = []): HttpAnswer {
    return {
      code,
      reason: REASONS[code] ?? '',
      headers: [
        ['Server', 'nginx'],
        ['Date', new Date(this.#now()).toUTCString()],
        ['Content-Type', type],
        ['Content-Length', String(body.length)],
        ...more,
      ],
      body,
    };
  }
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
