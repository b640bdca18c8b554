import { expect, test } from 'vitest';
import type { Container } from '../../../src/petset/kubernetes.js';
import { srvRecords, zoneLine } from '../../../src/petset/srv-records.js';
import { nginxService, peersFrom, petPod } from '../../fixtures/peers.js';

const DOMAIN = 'nginx.default.svc.cluster.local';
const lines = (service: Parameters<typeof srvRecords>[0], ...pods: Parameters<typeof peersFrom>[0]) =>
  srvRecords(service, DOMAIN, peersFrom(pods)).map(zoneLine);

test('every named port leads to every pet, as in a zone file', () => {
  const ports = [
    { name: 'web', port: 80 },
    { name: 'dns', port: 53, protocol: 'UDP', targetPort: 5353 },
    // What is not set travels as 0.
    { name: 'unset', port: 8080, targetPort: 0 },
    { port: 1 },
    { name: '', port: 2 },
  ];
  expect(lines(nginxService({ ports }), petPod(0), petPod(1))).toEqual([
    `_web._tcp.${DOMAIN}. 30 IN SRV 0 50 80 web-0.${DOMAIN}.`,
    `_web._tcp.${DOMAIN}. 30 IN SRV 0 50 80 web-1.${DOMAIN}.`,
    `_dns._udp.${DOMAIN}. 30 IN SRV 0 50 5353 web-0.${DOMAIN}.`,
    `_dns._udp.${DOMAIN}. 30 IN SRV 0 50 5353 web-1.${DOMAIN}.`,
    `_unset._tcp.${DOMAIN}. 30 IN SRV 0 50 8080 web-0.${DOMAIN}.`,
    `_unset._tcp.${DOMAIN}. 30 IN SRV 0 50 8080 web-1.${DOMAIN}.`,
  ]);
});

test('a port by name is that of the container, of a sidecar too; a pet without one has no record', () => {
  const ports = [{ name: 'web', port: 80, protocol: 'TCP', targetPort: 'http' }];
  const container = (more: Partial<Container>): Container => ({ name: 'nginx', ...more });
  const http = (containerPort: number, protocol?: string) => ({
    ports: [{ name: 'http', containerPort, ...(protocol !== undefined && { protocol }) }],
  });
  const pods = [
    petPod(0, { spec: { containers: [container(http(8080))] } }),
    petPod(1, { spec: { initContainers: [container({ ...http(8081, 'TCP'), restartPolicy: 'Always' })] } }),
    petPod(2, { spec: { initContainers: [container(http(8082))] } }),
    petPod(3, { spec: { containers: [container(http(8083, 'UDP'))] } }),
  ];
  expect(srvRecords(nginxService({ ports }), DOMAIN, peersFrom(pods))).toMatchObject([
    { port: 8080, weight: 50, target: `web-0.${DOMAIN}.` },
    { port: 8081, weight: 50, target: `web-1.${DOMAIN}.` },
  ]);
});

test.each([
  [1, 100],
  [3, 33],
  [7, 14],
  [150, 1],
])('%i pets share the weight as CoreDNS has it: %i each', (count, weight) => {
  const pods = Array.from({ length: count }, (_each, ordinal) => petPod(ordinal));
  const records = srvRecords(nginxService(), DOMAIN, peersFrom(pods));
  expect(records).toHaveLength(count);
  expect(new Set(records.map((record) => record.weight))).toEqual(new Set([weight]));
});
