import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/petset/kubernetes.js';
import { overrideHash, templateFor } from '../../../src/petset/overrides.js';
import { newClaim, newPet } from '../../../src/petset/pet.js';
import { newRevision, revisionHash, revisionNumber } from '../../../src/petset/revision.js';
import { webSet } from '../../fixtures/sets.js';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'u1' };
const birth = { namespace: 'default', ordinal: 3, revision: 'rev1', owner };

describe('the pod of a pet', () => {
  const pod = newPet(webSet(), birth);

  test('has the identity of its ordinal', () => {
    expect(pod.metadata.name).toBe('web-3');
    expect(pod.spec).toMatchObject({ hostname: 'web-3', subdomain: 'nginx' });
  });

  test('carries the labels of the template, ours and the standard ones', () => {
    expect(pod.metadata.labels).toEqual({
      app: 'nginx',
      'petset.dev/name': 'web',
      'controller-revision-hash': 'rev1',
      'apps.kubernetes.io/pod-index': '3',
    });
  });

  test('is owned by the record, which is no controller, so that a drain spares it', () => {
    expect(pod.metadata.ownerReferences).toEqual([owner]);
  });

  test('mounts its own claims; a volume of the template of the same name gives way', () => {
    const { template } = webSet().spec;
    const volumes = [
      { name: 'www', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ];
    const withVolumes = newPet(webSet({ template: { ...template, spec: { ...template.spec, volumes } } }), birth);
    expect(withVolumes.spec.volumes).toEqual([
      { name: 'www', persistentVolumeClaim: { claimName: 'www-web-3' } },
      { name: 'tmp', emptyDir: {} },
    ]);
  });

  test('has no DNS name where the set has no service', () => {
    expect(newPet(webSet({ serviceName: '' }), birth).spec).not.toHaveProperty('subdomain');
  });
});

describe('the pod of an ordinal that has something of its own', () => {
  const template = {
    metadata: { labels: { role: 'leader' } },
    spec: { containers: [{ name: 'nginx', image: 'nginx:9' }] },
  };
  const set = webSet({ ordinals: { overrides: [{ ordinal: 3, template }] } });

  test('is the template with that', () => {
    const pod = newPet(set, birth);
    expect(pod.spec.containers).toEqual([{ ...webSet().spec.template.spec.containers[0], image: 'nginx:9' }]);
    expect(pod.metadata.labels).toMatchObject({ app: 'nginx', role: 'leader' });
  });

  test('says by its label what it was made with', () => {
    const hash = overrideHash(set.spec, 3);
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{10}$/);
    expect(newPet(set, birth).metadata.labels?.['petset.dev/override']).toBe(hash);
  });

  test('its siblings have neither', () => {
    const pod = newPet(set, { ...birth, ordinal: 2 });
    expect(pod.spec.containers).toEqual(webSet().spec.template.spec.containers);
    expect(overrideHash(set.spec, 2)).toBeUndefined();
    expect(pod.metadata.labels).not.toHaveProperty('petset.dev/override');
  });

  test('a template that was copied from a pet says nothing of what its pets have of their own', () => {
    const copied = { ...webSet().spec.template, metadata: { labels: { app: 'nginx', 'petset.dev/override': 'x' } } };
    expect(newPet(webSet({ template: copied }), birth).metadata.labels).not.toHaveProperty('petset.dev/override');
  });

  test('another patch has another hash; the order of its fields, and an empty one, make no difference', () => {
    const hash = (patch: JsonObject): string | undefined =>
      overrideHash(webSet({ ordinals: { overrides: [{ ordinal: 0, template: patch }] } }).spec, 0);
    const { metadata, spec } = template;
    expect(hash({ spec, metadata })).toBe(hash({ metadata, spec }));
    expect(hash({ spec })).not.toBe(hash({ metadata, spec }));
    expect(hash({})).toBeUndefined();
  });

  test('what it has of its own is put on any revision of the template', () => {
    const older = { spec: { containers: [{ name: 'nginx', image: 'nginx:1' }, { name: 'log' }] } };
    expect(templateFor(set.spec, 3, older).spec.containers).toEqual([
      { name: 'nginx', image: 'nginx:9' },
      { name: 'log' },
    ]);
    expect(templateFor(set.spec, 2, older)).toBe(older);
  });

  test('what a pet is called is filled in there too', () => {
    const args = ['--id=$(PET_ORDINAL)'];
    const overrides = [{ ordinal: 3, template: { spec: { containers: [{ name: 'nginx', args }] } } }];
    expect(newPet(webSet({ ordinals: { overrides } }), birth).spec.containers[0]?.args).toEqual(['--id=3']);
  });
});

test('a claim carries the labels of the set and no owner, since it outlives everything but a clean-up', () => {
  const set = webSet();
  const claim = newClaim(set, set.spec.volumeClaimTemplates[0]!, { namespace: 'default', ordinal: 3, owner });
  expect(claim.metadata).toEqual({
    name: 'www-web-3',
    namespace: 'default',
    labels: { app: 'nginx', 'petset.dev/name': 'web' },
  });
});

describe('revisions', () => {
  const { template } = webSet().spec;

  test('the same template has the same hash, whatever the order of its fields', () => {
    const { spec, metadata } = template;
    expect(revisionHash({ spec, ...(metadata && { metadata }) })).toBe(revisionHash(template));
    expect(revisionHash(template)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{10}$/);
  });

  test('another image is another revision', () => {
    const other = { ...template, spec: { ...template.spec, containers: [{ name: 'nginx', image: 'nginx-slim:0.7' }] } };
    expect(revisionHash(other)).not.toBe(revisionHash(template));
  });

  test('it is kept in an immutable config map that the record owns', () => {
    const revision = newRevision(webSet(), { namespace: 'default', name: 'web' }, 4, owner);
    expect(revision).toMatchObject({ immutable: true, metadata: { ownerReferences: [owner] } });
    expect(revision.metadata.name).toBe(`petset-web.${revisionHash(template)}`);
    expect(revisionNumber(revision)).toBe(4);
  });
});
