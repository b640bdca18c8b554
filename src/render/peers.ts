import { type Governing, isHeadless } from '../petset/governing-service.js';
import type { Peer } from '../petset/peers.js';
import { srvRecords, zoneLine } from '../petset/srv-records.js';
import type { SetRef } from '../petset/petset.js';
import { tableLines } from './table.js';

export const PEER_FORMATS = ['name', 'wide', 'srv', 'json'] as const;
export type PeerFormat = (typeof PEER_FORMATS)[number];

/** The pets of a set as others look for them, and what their names depend on. */
export interface PeersShown {
  readonly ref: SetRef;
  readonly serviceName: string;
  readonly service: Governing;
  /** The domain that all names are in, `nginx.default.svc.cluster.local`. */
  readonly domain: string;
  readonly peers: readonly Peer[];
}

/** A list of peers in one of the formats, with the end of its last line; empty where there is nothing to be shown. */
export function peersText(shown: PeersShown, format: PeerFormat): string {
  if (format === 'json') return `${JSON.stringify(peersObject(shown), null, 4)}\n`;
  return LINES[format](shown)
    .map((line) => `${line}\n`)
    .join('');
}

const LINES: Readonly<Record<Exclude<PeerFormat, 'json'>, (shown: PeersShown) => readonly string[]>> = {
  name: ({ peers }) => peers.map(({ dnsName }) => dnsName),
  wide: ({ peers }) => (peers.length === 0 ? [] : tableLines(Object.keys(COLUMNS), peers.map(cellsOf))),
  srv: ({ service, domain, peers }) => {
    if (service === 'missing' || service === 'unknown') return [];
    const served = peers.filter(({ inDns }) => inDns === true);
    return srvRecords(service, domain, served).map(zoneLine);
  },
};

const NONE = '<none>';

const COLUMNS: Readonly<Record<string, (peer: Peer) => string>> = {
  NAME: ({ pet }) => pet.name,
  'DNS NAME': ({ dnsName }) => dnsName,
  IP: ({ ip }) => ip ?? NONE,
  READY: ({ pet }) => pet.cells.ready,
  STATUS: ({ pet }) => pet.cells.status,
  'IN DNS': ({ inDns }) => (inDns === undefined ? '<unknown>' : inDns ? 'yes' : 'no'),
  NODE: ({ pet }) => pet.node ?? NONE,
};

function cellsOf(peer: Peer): readonly string[] {
  return Object.values(COLUMNS).map((cell) => cell(peer));
}

function peersObject({ ref, serviceName, service, peers }: PeersShown): object {
  return {
    petset: ref.name,
    namespace: ref.namespace,
    service: serviceObject(serviceName, service),
    peers: peers.map(({ pet, dnsName, ip, ready, inDns }) => ({
      name: pet.name,
      ordinal: pet.ordinal,
      dnsName,
      ip: ip ?? null,
      ready,
      inDns: inDns ?? null,
      node: pet.node ?? null,
    })),
  };
}

/** What is not known is null. */
function serviceObject(name: string, service: Governing): object {
  if (service === 'unknown') return { name, exists: null, headless: null, publishNotReadyAddresses: null };
  if (service === 'missing') return { name, exists: false, headless: false, publishNotReadyAddresses: false };
  const { publishNotReadyAddresses = false } = service.spec;
  return { name, exists: true, headless: isHeadless(service), publishNotReadyAddresses };
}
