import type { Node } from '../../model/core.js';
import type { Pod } from '../../model/pod.js';
import { allContainersOf } from '../../model/pod.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { readSwitch } from '../request/switch.js';
import { presentObject } from '../rest/stored.js';
import { ApiError, badRequest, notFound } from '../status/api-error.js';
import { chooseContainer } from './choose-container.js';
import { kubeletAddress } from './log.js';

/** How a kubelet calls what the API calls otherwise (pkg/registry/core/pod, streamParams). */
const STREAMS: readonly (readonly [option: string, param: string])[] = [
  ['stdin', 'input'],
  ['stdout', 'output'],
  ['stderr', 'error'],
  ['tty', 'tty'],
];

/** Runs a command in a container. */
export function exec(server: Server, request: ResourceRequest): Reply {
  const pod = presentObject(server, request) as Pod;
  return stream('exec', server, request, {
    pod,
    container: chooseContainer(pod, request.query.get('container') ?? ''),
  });
}

/**
 * Speaks with what runs in a container, if that reads what is typed. Of others no program runs; the words name what they
 * have.
 */
export function attach(server: Server, request: ResourceRequest): Reply {
  const pod = presentObject(server, request) as Pod;
  const name = chooseContainer(pod, request.query.get('container') ?? '');
  const container = allContainersOf(pod.spec).find((one) => one.name === name);
  if (container?.stdin === true) return stream('attach', server, request, { pod, container: name });
  nodeAddress(server, pod);
  throw notSimulated(
    `containers are simulated here: there is no process to attach to (try "kubectl logs -f ${pod.metadata.name}", or "kubectl exec -it ${pod.metadata.name} -- sh" for a small shell)`,
  );
}

/** The kubelet of its node does what is asked of a container, and the server passes on what is said. */
function stream(
  what: 'exec' | 'attach',
  server: Server,
  { query, namespace, name }: ResourceRequest,
  { pod, container }: { pod: Pod; container: string },
): Reply {
  const params = new URLSearchParams();
  for (const [option, param] of STREAMS) if (readSwitch(query, option)) params.set(param, '1');
  for (const word of query.getAll('command')) params.append('command', word);
  const path = [what, namespace, name, container].map(encodeURIComponent).join('/');
  return { form: 'upgrade', code: 101, address: nodeAddress(server, pod), path: `/${path}?${params.toString()}` };
}

export function forwardPort(server: Server, request: ResourceRequest): Reply {
  const pod = presentObject(server, request) as Pod;
  nodeAddress(server, pod);
  throw unreachable(`"kubectl exec ${pod.metadata.name} -- curl -s http://localhost:PORT/"`);
}

/** A web page of a container, by way of the server. */
export function proxyToPod(server: Server, request: ResourceRequest): Reply {
  const { metadata } = presentObject(server, withoutPort(request));
  throw unreachable(`"kubectl exec ${metadata.name} -- curl -s http://localhost:PORT/"`);
}

export function proxyToService(server: Server, request: ResourceRequest): Reply {
  const { metadata } = presentObject(server, withoutPort(request));
  throw unreachable(`"kubectl exec POD -- curl -s http://${metadata.name}/"`);
}

/** `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`. */
function withoutPort(request: ResourceRequest): ResourceRequest {
  const parts = request.name.split(':');
  return { ...request, name: parts[parts.length === 3 ? 1 : 0] ?? '' };
}

const unreachable = (command: string): ApiError =>
  notSimulated(
    `containers are simulated here: nobody listens at their ports (try ${command}, which is answered inside)`,
  );

const notSimulated = (words: string): ApiError => new ApiError(501, 'NotImplemented', words);

function nodeAddress({ store }: Server, { metadata, spec }: Pod): string {
  if (spec.nodeName === undefined) throw badRequest(`pod ${metadata.name} does not have a host assigned`);
  const node = store.collection('nodes').get('', spec.nodeName);
  if (node === undefined) throw notFound({ group: '', plural: 'nodes' }, spec.nodeName);
  return kubeletAddress(node as Node);
}
