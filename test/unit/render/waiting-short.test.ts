import { expect, test } from 'vitest';
import { waitingShort } from '../../../src/render/waiting-short.js';

test('what is wrong has the word; where nothing is, what is waited for', () => {
  const on = { for: 'resume-set', record: 'petset/web' } as const;
  const next = { words: ['describe', 'pod', 'web-0'], namespace: 'db' };
  const diagnosis = { cause: 'ErrImagePull', short: 'image not pulled', message: 'cannot pull', next };
  expect(waitingShort({ on, overdue: false, diagnosis: undefined })).toBe('paused');
  expect(waitingShort({ on, overdue: true, diagnosis })).toBe('image not pulled');
});
