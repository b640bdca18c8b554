import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Characters after which a line counts as one although it does not end. */
const LONGEST_LINE = 16_384;

type Settle = (done: () => void) => void;

/**
 * A stream that tells what is written to it line by line, without the ends of the lines; at its own end what is left. `settle`
 * calls back when more may come.
 */
export function lineSink(tell: (line: string) => void, settle: Settle = (done) => done()): Writable {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) tell(line.replace(/\r$/, ''));
    while (rest.length > LONGEST_LINE) {
      tell(rest.slice(0, LONGEST_LINE));
      rest = rest.slice(LONGEST_LINE);
    }
  };
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      take(decoder.write(chunk));
      settle(done);
    },
    final: (done) => {
      take(decoder.end());
      if (rest !== '') tell(rest);
      done();
    },
  });
}
