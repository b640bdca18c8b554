import { expect, test } from 'vitest';
import { splitWords } from '../../../src/commands/split-words.js';

test.each<[string, readonly string[]]>([
  ['pg_isready -h web-0', ['pg_isready', '-h', 'web-0']],
  ['  a \t b\n', ['a', 'b']],
  ['', []],
  ['   ', []],
  [`sh -c 'echo "$PET" | wc'`, ['sh', '-c', 'echo "$PET" | wc']],
  [`sh -c "echo \\"hi\\" \\$X \\n"`, ['sh', '-c', 'echo "hi" $X \\n']],
  [`a'b c'"d e"f`, ['ab cd ef']],
  [`'' ""`, ['', '']],
  [`x\\ y \\'z\\'`, ['x y', "'z'"]],
  ['one\\\ntwo "three\\\nfour"', ['onetwo', 'threefour']],
  [`'a\\b'`, ['a\\b']],
  ['$HOME $(date) * a|b > c;', ['$HOME', '$(date)', '*', 'a|b', '>', 'c;']],
  ['größe "über 日本"', ['größe', 'über 日本']],
])('%j is %j', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

test.each([
  [`sh -c 'echo`, "has a ' that is not closed"],
  ['sh -c "echo \\"', 'has a " that is not closed'],
  ['echo \\', 'ends with a backslash'],
])('%j cannot be split', (line, why) => {
  expect(() => splitWords(line)).toThrow(why);
});
