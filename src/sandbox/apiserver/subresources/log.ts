import { BlockList, isIP, isIPv6 } from 'node:net';
import { text } from 'node:stream/consumers';

import type { Node } from '../../model/core.js';
import type { Pod } from '../../model/pod.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { presentObject } from '../rest/stored.js';
import { ApiError, badRequest } from '../status/api-error.js';
import { chooseContainer } from './choose-container.js';
import { checkLogOptions } from './log-options.js';

/** GET of what a container printed. The server does not know: it asks the kubelet of the pod's node, as a real one does. */
export async function readLog(server: Server, request: ResourceRequest): Promise<Reply> {
  const pod = presentObject(server, request) as Pod;
  checkLogOptions(request);
  const container = chooseContainer(pod, request.query.get('container') ?? '');
  const node =
    pod.spec.nodeName === undefined ? undefined : server.store.collection('nodes').get('', pod.spec.nodeName);
  // A pod without a node has printed nothing.
  if (node === undefined) return { form: 'plain', code: 204, body: '' };
  const path = ['containerLogs', request.namespace, request.name, container].map(encodeURIComponent).join('/');
  const answer = await server.kubelets.get(kubeletAddress(node as Node), `/${path}?${request.query.toString()}`);
  if (answer.code !== 200) throw badRequest((await text(answer.body)).trim());
  return { form: 'stream', code: 200, body: answer.body };
}

/**
 * Where the kubelet of a node listens: on this machine, as all do here. Whoever may write nodes could otherwise have the
 * token of the server, which it shows to kubelets, sent to anybody.
 */
export function kubeletAddress({ metadata, status }: Node): string {
  const host = status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  if (!isLoopback(host)) {
    const words = `node ${metadata.name} has the address ${JSON.stringify(host)}: the embedded cluster asks kubelets at loopback addresses only`;
    throw new ApiError(500, 'InternalError', words);
  }
  return `${isIPv6(host) ? `[${host}]` : host}:${status.daemonEndpoints?.kubeletEndpoint.Port ?? 0}`;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

const isLoopback = (host: string): boolean => isIP(host) !== 0 && LOOPBACK.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
