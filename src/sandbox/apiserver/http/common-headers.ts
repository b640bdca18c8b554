import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Two ids that stay as long as the server: which rules of priority and fairness let a request in. One pair serves all here. */
const FLOW_SCHEMA = randomUUID();
const PRIORITY_LEVEL = randomUUID();

/** Headers that are on every answer of a server (apiserver pkg/server/config.go, DefaultBuildHandlerChain). */
export function setCommonHeaders({ headers }: IncomingMessage, response: ServerResponse): void {
  const given = headers['audit-id'];
  response.setHeader('Audit-Id', typeof given === 'string' && given !== '' ? given : randomUUID());
  response.setHeader('Cache-Control', 'no-cache, private');
  response.setHeader('X-Kubernetes-Pf-Flowschema-Uid', FLOW_SCHEMA);
  response.setHeader('X-Kubernetes-Pf-Prioritylevel-Uid', PRIORITY_LEVEL);
}
