import { describe, expect, it } from 'vitest';

import { backendsOf } from '../../../../../src/sandbox/controllers/endpoints/backends.js';
import { slicesOf } from '../../../../../src/sandbox/controllers/endpoints/slices.js';
import type { SliceContent } from '../../../../../src/sandbox/controllers/endpoints/slices.js';
import { subsetsOf } from '../../../../../src/sandbox/controllers/endpoints/subsets.js';
import type { EndpointSubset, Service, ServiceSpec } from '../../../../../src/sandbox/model/core.js';
import type { Pod, PodSpec } from '../../../../../src/sandbox/model/pod.js';

const service = (spec: Partial<ServiceSpec> = {}): Service => ({
  kind: 'Service',
  apiVersion: 'v1',
  metadata: { name: 'web', namespace: 'x' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  status: { loadBalancer: {} },
});

interface Given {
  readonly ip?: string;
  readonly ready?: boolean;
  readonly going?: boolean;
  readonly spec?: Partial<PodSpec>;
  readonly app?: string;
  readonly phase?: string;
}

const pod = ({ ip, ready = true, going = false, spec, app = 'web', phase = 'Running' }: Given): Pod => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    ...{ name: `p-${ip ?? ''}`, namespace: 'x', uid: 'u', labels: { app } },
    ...(going && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
  },
  spec: { containers: [], nodeName: 'n', ...spec },
  status: {
    phase,
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    ...(ip !== undefined && { podIP: ip }),
  },
});

const both = (spec: Partial<ServiceSpec>, ...pods: Given[]): { subsets: EndpointSubset[]; slices: SliceContent[] } => {
  const backends = backendsOf(service(spec), pods.map(pod));
  return { subsets: subsetsOf(service(spec), backends), slices: slicesOf(service(spec), backends) };
};

/** `10.0.0.1` or `!10.0.0.1` for one that is not ready. */
const ips = ([subset]: readonly EndpointSubset[]): string[] => [
  ...(subset?.addresses ?? []).map(({ ip }) => ip),
  ...(subset?.notReadyAddresses ?? []).map(({ ip }) => `!${ip}`),
];

describe('the endpoints of a service', () => {
  it('are the pods that it selects, have an address and are not over, in order', () => {
    const { subsets, slices } = both(
      {},
      { ip: '10.0.0.10' },
      { ip: '10.0.0.9', ready: false },
      { ip: '10.0.0.8', app: 'db' },
      { ip: '10.0.0.7', phase: 'Succeeded' },
      {},
    );
    expect(ips(subsets)).toEqual(['10.0.0.10', '!10.0.0.9']);
    expect(subsets[0]?.ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
    expect(slices).toHaveLength(1);
    expect(slices[0]?.ports).toEqual([{ name: '', port: 8080, protocol: 'TCP' }]);
    expect(slices[0]?.endpoints?.map(({ addresses, conditions }) => [addresses?.[0], conditions.ready])).toEqual([
      ['10.0.0.9', false],
      ['10.0.0.10', true],
    ]);
  });

  it('are none, told in one slice', () => {
    expect(both({})).toEqual({ subsets: [], slices: [{ endpoints: null, ports: null }] });
  });

  it('that end are in the slices only', () => {
    const { subsets, slices } = both({}, { ip: '10.0.0.1', going: true });
    expect(subsets).toEqual([]);
    expect(slices[0]?.endpoints?.[0]?.conditions).toEqual({ ready: false, serving: true, terminating: true });
  });

  it('count as ready where the service does not care', () => {
    const { subsets, slices } = both({ publishNotReadyAddresses: true }, { ip: '10.0.0.1', ready: false });
    expect(ips(subsets)).toEqual(['10.0.0.1']);
    expect(slices[0]?.endpoints?.[0]?.conditions).toEqual({ ready: true, serving: false, terminating: false });
  });

  it('have the names that their pods have under the service', () => {
    const { subsets, slices } = both(
      { clusterIP: 'None' },
      { ip: '10.0.0.1', spec: { hostname: 'web-0', subdomain: 'web' } },
      { ip: '10.0.0.2', spec: { hostname: 'other', subdomain: 'else' } },
    );
    expect(subsets[0]?.addresses?.map(({ hostname }) => hostname)).toEqual(['web-0', undefined]);
    expect(slices[0]?.endpoints?.map(({ hostname }) => hostname)).toEqual(['web-0', undefined]);
  });

  it('are found by the names of their ports, each group in a slice of its own', () => {
    const named = (containerPort: number): Partial<PodSpec> => ({
      containers: [{ name: 'c', resources: {}, ports: [{ name: 'http', containerPort }] }],
    });
    const ports = [{ name: 'web', port: 80, targetPort: 'http' }];
    const { subsets, slices } = both(
      { ports },
      { ip: '10.0.0.1', spec: named(81) },
      { ip: '10.0.0.2', spec: named(82) },
      { ip: '10.0.0.3' },
    );
    expect(subsets.map((subset) => subset.ports)).toEqual([
      [{ name: 'web', port: 81, protocol: 'TCP' }],
      [{ name: 'web', port: 82, protocol: 'TCP' }],
    ]);
    expect(slices.map((slice) => slice.ports?.[0]?.port)).toEqual([81, 82, undefined]);
  });

  it('need no ports when the service is headless', () => {
    const { subsets, slices } = both({ clusterIP: 'None', ports: [] }, { ip: '10.0.0.1' });
    expect(subsets).toEqual([
      { addresses: [{ ip: '10.0.0.1', nodeName: 'n', targetRef: expect.anything() as unknown }] },
    ]);
    expect(slices[0]?.ports).toBeNull();
  });

  it('are cut into slices of a hundred', () => {
    const many = Array.from({ length: 201 }, (_, index) => ({ ip: `10.0.${index >> 8}.${index & 255}` }));
    expect(both({}, ...many).slices.map(({ endpoints }) => endpoints?.length)).toEqual([100, 100, 1]);
  });

  it('have their ports in the order of their hashes, another one in slices', () => {
    const ports = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => ({
      ...{ name, port: index + 1, protocol: name === 'd' ? 'UDP' : 'TCP' },
      targetPort: name === 'f' ? 60 : index + 1,
    }));
    const { subsets, slices } = both({ ports }, { ip: '10.0.0.1' });
    // As a real cluster has them.
    expect(subsets[0]?.ports?.map(({ name }) => name)).toEqual(['b', 'c', 'd', 'a', 'e', 'f']);
    expect(slices[0]?.ports?.map(({ name }) => name)).toEqual(['f', 'b', 'e', 'c', 'a', 'd']);
  });
});
