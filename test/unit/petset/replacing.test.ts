import { expect, test } from 'vitest';
import type { Json } from '../../../src/petset/kubernetes.js';
import type { PetSet } from '../../../src/petset/petset.js';
import { replacing } from '../../../src/petset/replacing.js';
import { CHANGE_CAUSE_ANNOTATION, RESTARTED_ANNOTATION } from '../../../src/petset/revision.js';
import { webSet } from '../../fixtures/sets.js';

const { template } = webSet().spec;
const otherTemplate = { ...template, spec: { containers: [{ name: 'nginx', image: 'nginx-slim:0.9' }] } };

function because(cause: string, set = webSet()): PetSet {
  return { ...set, metadata: { name: 'web', annotations: { [CHANGE_CAUSE_ANNOTATION]: cause, own: 'yes' } } };
}

const causeOf = ({ metadata }: PetSet): string | undefined => metadata.annotations?.[CHANGE_CAUSE_ANNOTATION];
const saying = (spec: Json): Json => ({ spec });

test('replicas that the document leaves out stay as they are', () => {
  const present = webSet({ replicas: 5 });
  expect(replacing(present, webSet({ replicas: 1 }), saying({})).spec.replicas).toBe(5);
  expect(replacing(present, webSet({ replicas: 1 }), saying({ replicas: null })).spec.replicas).toBe(5);
  expect(replacing(present, webSet({ replicas: 0 }), saying({ replicas: 0 })).spec.replicas).toBe(0);
});

test('a selector that the document leaves out stays as it is, whatever labels the template has by now', () => {
  const more = { ...template, metadata: { labels: { app: 'nginx', version: '2' } } };
  const set = replacing(webSet(), webSet({ template: more }), saying({}));
  expect(set.spec.selector).toEqual({ matchLabels: { app: 'nginx' } });
});

test('anything else that it leaves out is as in a new set', () => {
  expect(replacing(webSet({ minReadySeconds: 5 }), webSet(), saying({})).spec.minReadySeconds).toBe(0);
  expect(replacing(because('a'), webSet(), saying({})).metadata.annotations).not.toHaveProperty('own');
});

test('the cause of a template stays with it, and does not become that of another one', () => {
  const present = because('upgrade');
  expect(causeOf(replacing(present, webSet({ replicas: 3 }), saying({})))).toBe('upgrade');
  expect(causeOf(replacing(present, webSet({ template: otherTemplate }), saying({})))).toBeUndefined();
  const told = because('the file', webSet({ template: otherTemplate }));
  expect(causeOf(replacing(present, told, saying({})))).toBe('the file');
});

function restarted(at: string): PetSet {
  const metadata = { ...template.metadata, annotations: { [RESTARTED_ANNOTATION]: at } };
  return webSet({ template: { ...template, metadata } });
}

test('a restart is not undone, which would be one more', () => {
  const present = because('upgrade', restarted('today'));
  const set = replacing(present, webSet(), saying({}));
  expect(set.spec.template).toEqual(restarted('today').spec.template);
  expect(causeOf(set)).toBe('upgrade');
});

test('a document that has a restart of its own asks for it', () => {
  const set = replacing(restarted('today'), restarted('tomorrow'), saying({}));
  expect(set.spec.template).toEqual(restarted('tomorrow').spec.template);
});
