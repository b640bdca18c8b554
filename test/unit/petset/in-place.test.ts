import { describe, expect, test } from 'vitest';
import { imagePatch, isRestarting, restartedAt } from '../../../src/petset/in-place.js';
import type { ContainerStatus, Pod, PodTemplate } from '../../../src/petset/kubernetes.js';

type Images = Readonly<Record<string, string>>;

const containers = (images: Images) => Object.entries(images).map(([name, image]) => ({ name, image }));
const template = (images: Images): PodTemplate => ({ spec: { containers: containers(images) } });

/** A running pod; where an id is empty its kubelet has not said anything of that container. */
function podOf(images: Images, ids: Images, annotations: Images = {}): Pod {
  const containerStatuses = Object.entries(ids)
    .filter(([, id]) => id !== '')
    .map(([name, containerID]): ContainerStatus => ({
      name,
      containerID,
      ready: true,
      restartCount: 0,
      state: { running: { startedAt: `2026-01-01T00:00:0${containerID.at(-1) ?? ''}Z` } },
    }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', annotations },
    spec: { containers: containers(images) },
    status: { phase: 'Running', containerStatuses },
  };
}

/** The pod after it was given other images, before its kubelet has done anything about it. */
function patched(pod: Pod, images: Images): Pod {
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: imagePatch(pod, template(images)).annotations },
    spec: { containers: containers(images) },
  };
}

/** The same pod when its kubelet has replaced containers. */
const restarted = (pod: Pod, images: Images, ids: Images): Pod => podOf(images, ids, pod.metadata.annotations);

const old = podOf({ app: 'app:1', log: 'log:1' }, { app: 'id1', log: 'id2' });

test('only images that differ are changed', () => {
  expect(imagePatch(old, template({ app: 'app:2', log: 'log:1' })).containers).toEqual([
    { name: 'app', image: 'app:2' },
  ]);
});

test('a pet restarts until the container of before is another one', () => {
  const images = { app: 'app:2', log: 'log:1' };
  const pod = patched(old, images);
  expect(isRestarting(pod)).toBe(true);
  expect(isRestarting(restarted(pod, images, { app: '', log: 'id2' }))).toBe(false);
  expect(isRestarting(restarted(pod, images, { app: 'id3', log: 'id2' }))).toBe(false);
});

test('all of them, where several have another image, and it counts as ready since the last one', () => {
  const images = { app: 'app:2', log: 'log:2' };
  const pod = patched(old, images);
  expect(isRestarting(restarted(pod, images, { app: 'id3', log: 'id2' }))).toBe(true);
  const both = restarted(pod, images, { app: 'id3', log: 'id5' });
  expect([isRestarting(both), restartedAt(both)]).toEqual([false, Date.parse('2026-01-01T00:00:05Z')]);
});

test('a container of which its kubelet has said nothing yet is waited for', () => {
  const images = { app: 'app:2' };
  const pod = patched(podOf({ app: 'app:1' }, { app: '' }), images);
  expect(isRestarting(pod)).toBe(true);
  expect(isRestarting(restarted(pod, images, { app: 'id1' }))).toBe(false);
});

test('nothing restarts where the image is the same, as where it is overridden for the ordinal', () => {
  const pod = patched(old, { app: 'app:1', log: 'log:1' });
  expect([isRestarting(pod), restartedAt(pod)]).toEqual([false, undefined]);
});

describe('a pet that gets another image before its kubelet has done anything about the one before', () => {
  test('does not restart where it has the image again that it runs with', () => {
    const back = patched(patched(old, { app: 'app:2', log: 'log:1' }), { app: 'app:1', log: 'log:1' });
    expect(isRestarting(back)).toBe(false);
  });

  test('has its containers replaced where it is a third one', () => {
    const third = patched(patched(old, { app: 'app:2', log: 'log:1' }), { app: 'app:3', log: 'log:1' });
    expect(isRestarting(third)).toBe(true);
    const back = patched(third, { app: 'app:1', log: 'log:1' });
    expect(isRestarting(back)).toBe(false);
  });

  test('is still waited for where the next image is another container’s', () => {
    const both = patched(patched(old, { app: 'app:2', log: 'log:1' }), { app: 'app:2', log: 'log:2' });
    expect(isRestarting(restarted(both, { app: 'app:2', log: 'log:2' }, { app: 'id1', log: 'id3' }))).toBe(true);
  });
});

test('an image that somebody has changed back for us, as a webhook with a registry of its own, is not waited for', () => {
  const pod = patched(old, { app: 'app:2', log: 'log:1' });
  expect(isRestarting(restarted(pod, { app: 'app:1', log: 'log:1' }, { app: 'id1', log: 'id2' }))).toBe(false);
});

test.each(['{', '[]', '{"app": null}', '{"app": "id1"}', '{"app": {"id": 1}}'])(
  'what somebody has broken says nothing: %s',
  (text) => {
    const pod = podOf({ app: 'app:2' }, { app: 'id1' }, { 'petset.dev/in-place': text });
    expect([isRestarting(pod), restartedAt(pod)]).toEqual([false, undefined]);
  },
);
