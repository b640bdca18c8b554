import { expect, test } from 'vitest';
import { notesOf } from '../../../scripts/release/notes.mjs';

const CHANGELOG = `# Changelog

## Unreleased

- later

## 1.10.0 - 2026-12-01

### Added

- this

## [1.1.0]

- that
`;

test('the notes of a release are what the changelog says of it', () => {
  expect(notesOf(CHANGELOG, '1.10.0')).toBe('### Added\n\n- this\n');
  expect(notesOf(CHANGELOG, '1.1.0')).toBe('- that\n');
});

test('a version that the changelog does not know is not released', () => {
  expect(() => notesOf(CHANGELOG, '1.1')).toThrow('CHANGELOG.md has no section "## 1.1"');
});
