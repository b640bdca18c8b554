import { describe, expect, test } from 'vitest';
import type { PodTemplate } from '../../../src/petset/kubernetes.js';
import {
  newRevision,
  revisionHash,
  revisionNumber,
  revisionTemplate,
  templateShape,
} from '../../../src/petset/revision.js';
import { webSet } from '../../fixtures/sets.js';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'u1' };
const template = (image: string, more: object = {}): PodTemplate => ({
  spec: { containers: [{ name: 'a', image }], ...more },
});

test('a template has the same hash whatever the order of its fields', () => {
  const one = { metadata: { labels: { a: '1', b: '2' } }, spec: { containers: [] } };
  const other = { spec: { containers: [] }, metadata: { labels: { b: '2', a: '1' } } };
  expect(revisionHash(one)).toBe(revisionHash(other));
  expect(revisionHash(template('a:1'))).not.toBe(revisionHash(template('a:2')));
});

describe('the shape of a template', () => {
  const shape = templateShape(template('a:1'));

  test('is that of another one that differs in images of containers', () => {
    expect(templateShape(template('a:2'))).toBe(shape);
  });

  test.each<[string, PodTemplate]>([
    ['a label', { ...template('a:1'), metadata: { labels: { a: 'b' } } }],
    ['the image of an init container', template('a:1', { initContainers: [{ name: 'i', image: 'i:1' }] })],
    ['another container', { spec: { containers: [{ name: 'a' }, { name: 'b' }] } }],
  ])('is another one where more differs: %s', (_what, other) => {
    expect(templateShape(other)).not.toBe(shape);
  });

  test('is another one where init containers differ in their images: they do not run again', () => {
    const init = (image: string): PodTemplate => template('a:1', { initContainers: [{ name: 'i', image }] });
    expect(templateShape(init('i:1'))).not.toBe(templateShape(init('i:2')));
  });
});

describe('a revision', () => {
  const numbered = (number: string) => {
    const map = newRevision(webSet(), { namespace: 'ns', name: 'web' }, 1, owner);
    return { ...map, metadata: { ...map.metadata, annotations: { 'petset.dev/revision': number } } };
  };

  test('holds its template', () => {
    expect(revisionTemplate(numbered('1'))).toEqual(webSet().spec.template);
  });

  test.each<[string, number]>([
    ['7', 7],
    ['', 0],
    ['x', 0],
    ['-1', 0],
    ['1.5', 0],
    // One more than these is the same to a computer: the newest one would be given another number for ever.
    ['Infinity', 0],
    ['9007199254740993', 0],
  ])('of which somebody says that it is number "%s" is number %i', (written, number) => {
    expect(revisionNumber(numbered(written))).toBe(number);
  });
});
