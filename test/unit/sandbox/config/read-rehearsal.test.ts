import { describe, expect, it } from 'vitest';

import { readRehearsal } from '../../../../src/sandbox/config/read-rehearsal.js';
import { ConfigError } from '../../../../src/sandbox/config/yaml-nodes.js';

const WHOLE = `# a rehearsal
speed: 30
nodes: 2
seed: 7
faults:
  - create pods: 500 p=0.1   # as a map
  - "watch *: silent after=2s"
images:
  registry.example/db:*: ready=3s stop=10s
`;

/** `LINE: message`. */
function problem(text: string): string {
  try {
    readRehearsal(text);
  } catch (error) {
    if (error instanceof ConfigError) return `${error.line}: ${error.message}`;
    throw error;
  }
  return '';
}

describe('the file of a rehearsal', () => {
  it('says all that flags can say, and what images do', () => {
    const { faults, images, ...numbers } = readRehearsal(WHOLE);
    expect(numbers).toEqual({ speed: 30, nodes: 2, seed: 7 });
    expect(faults).toMatchObject([{ on: 'request', when: { chance: 0.1 } }, { harm: { kind: 'silent' } }]);
    expect(images.map(({ image }) => image('registry.example/db:1.2'))).toEqual([true]);
    expect(images[0]?.script.get('*')).toEqual({ readyAfter: 3000, stopAfter: 10_000 });
  });

  it('may be JSON, and may be empty', () => {
    expect(readRehearsal('{"nodes": 3, "faults": ["get pods: 500"]}')).toMatchObject({ nodes: 3, faults: [{}] });
    expect(readRehearsal('# nothing\n')).toEqual({ faults: [], images: [] });
  });

  it.each([
    ['speed: 30\nspeeed: 3\n', '2: unknown field "speeed": must be one of faults, images, speed, nodes, seed'],
    ['speed:\nnodes: 2\n', '1: speed must be a number from 0.1 to 100'],
    ['speed: 2\nnodes: 1\nspeed: 3\n', '3: speed is there already'],
    ['images:\n  a: ready=1s\n  b: ready=1s\n  a: ready=2s\n', '4: a is there already'],
    ['speed: 2\n---\nspeed: 3\n', '2: there is a second document: a file has one rehearsal'],
    ['---\n---\nspeed: 3\n', '2: there is a second document'],
    ['speed: 2\n---\n', '2: there is a second document'],
    ['speed: fast\n', '1: speed must be a number from 0.1 to 100'],
    ['\n\nnodes: 0\n', '3: nodes must be a whole number from 1 to 100'],
    ['seed: [1]\n', '1: seed must be a single value'],
    ['faults:\n  create pods: 500\n', '2: faults must be a list: each begins with "- "'],
    ['faults:\n  - create pods: 500\n  - get pods: oops\n', '3: oops: must be a code from 400 to 599'],
    ['faults:\n  - create pods: 500\n    get pods: 500\n', '2: a fault must be one line'],
    ['faults:\n  - [create]\n', '2: a fault must be a map of names to values'],
    ['faults:\n\n  - * pods: 500\n', '3: '],
    ['images:\n  db:*: ready=soon\n', '2: ready=soon: must be a duration'],
    ['- a\n- b\n', '1: the file must be a map of names to values'],
    ['faults:\n\t- x\n', '2: '],
    ['speed: "3\n', '2: '],
  ])('%j: %s', (text, words) => {
    expect(problem(text).slice(0, words.length)).toBe(words);
  });
});
