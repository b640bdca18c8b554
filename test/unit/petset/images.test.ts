import { expect, test } from 'vitest';
import type { PodTemplate } from '../../../src/petset/kubernetes.js';
import { type ContainerImage, withImages } from '../../../src/petset/images.js';

const TEMPLATE: PodTemplate = {
  spec: {
    initContainers: [{ name: 'prepare', image: 'busybox:1' }],
    containers: [
      { name: 'web', image: 'nginx:1', args: ['-g'] },
      { name: 'log', image: 'fluent:1' },
    ],
  },
};

function imagesWith(...images: readonly ContainerImage[]): readonly (string | undefined)[] | string {
  const change = withImages(TEMPLATE, images);
  if (!change.ok) return `unknown: ${change.unknown}`;
  const { initContainers = [], containers } = change.template.spec;
  return [...initContainers, ...containers].map(({ image }) => image);
}

test('one container gets another image, and keeps all else', () => {
  expect(imagesWith({ container: 'web', image: 'nginx:2' })).toEqual(['busybox:1', 'nginx:2', 'fluent:1']);
  const change = withImages(TEMPLATE, [{ container: 'web', image: 'nginx:2' }]);
  expect(change.ok && change.template.spec.containers[0]?.args).toEqual(['-g']);
});

test('init containers are found by their names too', () => {
  expect(imagesWith({ container: 'prepare', image: 'busybox:2' })).toEqual(['busybox:2', 'nginx:1', 'fluent:1']);
});

test('a star is every container, init containers too', () => {
  expect(imagesWith({ container: '*', image: 'all:1' })).toEqual(['all:1', 'all:1', 'all:1']);
});

test('of two images for one container the last one counts', () => {
  const images = ['nginx:2', 'nginx:3'].map((image) => ({ container: 'web', image }));
  expect(imagesWith(...images)).toEqual(['busybox:1', 'nginx:3', 'fluent:1']);
});

test('a container that is not there is named, and nothing is changed', () => {
  const images = [
    { container: 'web', image: 'nginx:2' },
    { container: 'none', image: 'x' },
  ];
  expect(imagesWith(...images)).toBe('unknown: none');
});

test('no image makes no change, and no list of init containers where there was none', () => {
  const plain: PodTemplate = { spec: { containers: [{ name: 'web', image: 'nginx:1' }] } };
  expect(withImages(plain, [])).toEqual({ ok: true, template: plain });
});
