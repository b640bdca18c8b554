import type { Probe } from '../../../model/probe.js';

/** Nothing listens there, on any cluster (it is tcpmux's): whoever probes it wants to see what follows. */
const DEAD_PORT = 1;

/** What a probe of its kind says when the script has it fail, in the kubelet's words (kubernetes pkg/probe). */
export function scriptedFailure({ tcpSocket, httpGet, grpc }: Probe, podIP: string): string {
  if (httpGet !== undefined) return 'HTTP probe failed with statuscode: 503';
  if (tcpSocket !== undefined) return `dial tcp ${podIP}:${tcpSocket.port}: connect: connection refused`;
  return grpc === undefined ? '' : 'service unhealthy (responded with "NOT_SERVING")';
}

/** Why a probe fails, in the kubelet's words; nothing for one that is up to the script. */
export function probeFailure({ tcpSocket, httpGet, exec }: Probe, podIP: string): string | undefined {
  const refused = `dial tcp ${podIP}:${DEAD_PORT}: connect: connection refused`;
  if (tcpSocket?.port === DEAD_PORT) return refused;
  if (httpGet?.port === DEAD_PORT) {
    const scheme = (httpGet.scheme ?? 'HTTP').toLowerCase();
    return `Get "${scheme}://${podIP}:${DEAD_PORT}${httpGet.path ?? '/'}": ${refused}`;
  }
  const [command = '', ...rest] = exec?.command ?? [];
  return /^(?:\/(?:usr\/)?bin\/)?false$/.test(command) && rest.length === 0 ? '' : undefined;
}
