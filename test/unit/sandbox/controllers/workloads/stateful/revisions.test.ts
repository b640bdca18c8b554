import { describe, expect, it } from 'vitest';

import {
  forgotten,
  inOrder,
  nameOf,
  newRevision,
  nextRevision,
  templateOf,
} from '../../../../../../src/sandbox/controllers/workloads/stateful/revisions.js';
import type { ControllerRevision, Workload } from '../../../../../../src/sandbox/model/workload.js';
import { podOf, setOf } from './scene.js';

const withImage = (image: string): Workload => {
  const set = setOf();
  const spec = { containers: [{ name: 'c', image, resources: {} }] };
  return { ...set, spec: { ...set.spec, template: { ...set.spec.template, spec } } };
};

const history = (...images: string[]): ControllerRevision[] =>
  images.map((image, index) => newRevision(withImage(image), index + 1, 0));

describe('a revision', () => {
  it('is called as a real cluster calls it', () => {
    const set = setOf({
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'registry.k8s.io/nginx-slim:0.7',
              ports: [{ containerPort: 80, protocol: 'TCP' }],
              resources: {},
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File',
              imagePullPolicy: 'IfNotPresent',
            },
          ],
          restartPolicy: 'Always',
          terminationGracePeriodSeconds: 1,
          dnsPolicy: 'ClusterFirst',
          securityContext: {},
          schedulerName: 'default-scheduler',
        },
      },
    });
    // Kubernetes 1.34.2, of a set with this template.
    expect(nameOf(set, 0)).toBe('web-7c65fbc7d5');
    expect(nameOf(set, 1)).not.toBe(nameOf(set, 0));
  });

  it('keeps the template, and brings it back', () => {
    const [revision] = history('nginx:1');
    expect(revision?.data).toMatchObject({ spec: { template: { $patch: 'replace' } } });
    expect(revision && templateOf(withImage('nginx:2'), revision)).toEqual(withImage('nginx:1').spec.template);
  });

  it('is new for a template that never was, and gets a new number for one that was', () => {
    const all = history('nginx:1', 'nginx:2');
    expect(nextRevision(withImage('nginx:3'), all)).toEqual({ need: 'new', revision: 3 });
    expect(nextRevision(withImage('nginx:2'), all)).toEqual({ need: 'nothing', update: all[1] });
    expect(nextRevision(withImage('nginx:1'), all)).toEqual({ need: 'number', update: all[0], revision: 3 });
    expect(nextRevision(withImage('nginx:1'), [])).toEqual({ need: 'new', revision: 1 });
  });

  it('is forgotten from the oldest on, but for those that pods or the set still have', () => {
    const all = inOrder(history('nginx:1', 'nginx:2', 'nginx:3', 'nginx:4').toReversed());
    const set = { ...withImage('nginx:4'), spec: { ...withImage('nginx:4').spec, revisionHistoryLimit: 1 } };
    const [first, second, , last] = all;
    const live = last === undefined ? [] : [last];
    expect(forgotten(set, all, [], live)).toEqual([first, second]);
    const pod = podOf(set, 0, 'ready', first?.metadata.name);
    expect(forgotten(set, all, [pod], live)).toEqual([second]);
  });
});
