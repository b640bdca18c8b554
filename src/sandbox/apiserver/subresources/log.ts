import { text } from 'node:stream/consumers';

import type { Node } from '../../model/core.js';
import type { Pod } from '../../model/pod.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { presentObject } from '../rest/stored.js';
import { badRequest } from '../status/api-error.js';
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

/** Where the kubelet of a node listens. */
export function kubeletAddress({ status }: Node): string {
  const host = status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  return `${host}:${status.daemonEndpoints?.kubeletEndpoint.Port ?? 0}`;
}
