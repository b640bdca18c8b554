import { describe, expect, test } from 'vitest';
import { PEER_FORMATS, peersText } from '../../../src/render/peers.js';
import { nginxService, NOT_READY, peersFrom, petPod } from '../../fixtures/peers.js';

const SERVICE = nginxService();
const LIST = {
  ref: { namespace: 'default', name: 'web' },
  serviceName: 'nginx',
  service: SERVICE,
  domain: 'nginx.default.svc.cluster.local',
  peers: peersFrom([petPod(0), petPod(1, { status: { ...NOT_READY, podIP: '' } })], SERVICE),
};

describe('peers are shown', () => {
  test('by their names', () => {
    expect(peersText(LIST, 'name')).toBe(
      'web-0.nginx.default.svc.cluster.local\nweb-1.nginx.default.svc.cluster.local\n',
    );
  });

  test('in a table that says who can be found', () => {
    expect(peersText(LIST, 'wide')).toBe(
      'NAME    DNS NAME                                IP         READY   STATUS    IN DNS   NODE\n' +
        'web-0   web-0.nginx.default.svc.cluster.local   10.0.0.1   1/1     Running   yes      node-1\n' +
        'web-1   web-1.nginx.default.svc.cluster.local   <none>     1/1     Running   no       node-1\n',
    );
  });

  test('by the records of those who can be found', () => {
    expect(peersText(LIST, 'srv')).toBe(
      '_web._tcp.nginx.default.svc.cluster.local. 30 IN SRV 0 100 80 web-0.nginx.default.svc.cluster.local.\n',
    );
    expect(peersText({ ...LIST, service: 'unknown' }, 'srv')).toBe('');
  });

  test('as JSON, where null is what is not known', () => {
    const parsed = (list: typeof LIST | (Omit<typeof LIST, 'service'> & { service: 'unknown' })): unknown =>
      JSON.parse(peersText(list, 'json'));
    expect(parsed(LIST)).toMatchObject({
      petset: 'web',
      namespace: 'default',
      service: { name: 'nginx', exists: true, headless: true, publishNotReadyAddresses: false },
      peers: [
        { name: 'web-0', ordinal: 0, ready: true, inDns: true, node: 'node-1' },
        { name: 'web-1', ready: false },
      ],
    });
    const pods = [petPod(0, { status: {} })];
    const unknown = { ...LIST, service: 'unknown' as const, peers: peersFrom(pods, 'unknown') };
    expect(parsed(unknown)).toMatchObject({
      service: { exists: null, headless: null },
      peers: [{ ip: null, ready: false, inDns: null }],
    });
  });

  test.each(PEER_FORMATS.filter((format) => format !== 'json'))('not at all where there are none: %s', (format) => {
    expect(peersText({ ...LIST, peers: [] }, format)).toBe('');
  });
});
