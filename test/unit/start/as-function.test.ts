import { runInThisContext } from 'node:vm';
import { expect, test } from 'vitest';
import { asFunction } from '../../../scripts/bundle.mjs';

type Body = (exports: object, require: undefined, module: { exports: object }) => void;

test('a chunk is ASCII, and means what was written', async () => {
  const code = await asFunction(`
    export const µ = 'µ ☸ 😀';
    export const isUnit = (text) => /^[µμ]s$/.test(text);
    export const isFace = (text) => /^😀$/u.test(text) && text === \`\${'😀'}\`;
  `);
  expect(code).toMatch(/^[\0-\x7f]+$/);
  const module = { exports: {} };
  (runInThisContext(code) as Body)(module.exports, undefined, module);
  const made = module.exports as Record<string, unknown> & Record<'isUnit' | 'isFace', (text: string) => boolean>;
  expect(made.µ).toBe('µ ☸ 😀');
  expect(['µs', 'μs', 'us', 'Âµs'].filter(made.isUnit)).toEqual(['µs', 'μs']);
  expect(['😀', '😁'].filter(made.isFace)).toEqual(['😀']);
});
