import { Writable } from 'node:stream';
import type { Output } from '../../render/output.js';

/** A line that says what has become of something: `pod/web-0 created`. */
const RESULT = /^([a-z.]+\/\S+ \S.*)$/gm;

/** Every result says that it is of a rehearsal, as those of a dry run do. */
export function marked(output: Output): Output {
  return through(output, (text) => text.replaceAll(RESULT, '$1 (rehearsal)'));
}

/** How to go on with what has been left half done: of the copy nothing is left. */
const GO_ON = /^(once .*, )?to (go on|have it done)\b.*\n/gm;

/** What is said after a signal has aborted is not heard, nor how to go on: it would be about the copy. */
export function unless(signal: AbortSignal, output: Output): Output {
  return through(output, (text) => (signal.aborted ? '' : text.replaceAll(GO_ON, '')));
}

function through(output: Output, change: (text: string) => string): Output {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, _encoding, done) => {
      output.write(change(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()));
      done();
    },
  });
  const { isTTY, columns, rows } = output;
  return Object.assign(stream, {
    ...(isTTY !== undefined && { isTTY }),
    ...(columns !== undefined && { columns }),
    ...(rows !== undefined && { rows }),
  });
}
