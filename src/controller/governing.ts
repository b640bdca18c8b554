import { is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { RESOURCES } from '../cluster/resource.js';
import type { Governing } from '../petset/governing-service.js';
import type { Service } from '../petset/kubernetes-service.js';
import type { SetRef } from '../petset/petset.js';

/** A service as the cluster has it. A cluster that does not tell, for whatever reason, is no reason to stop. */
export async function findGoverning({ namespace, name }: SetRef, client: Client): Promise<Governing> {
  const answer = await client.get(RESOURCES.services, namespace, name);
  if (answer.ok) return answer.value;
  return is(answer.error, 'NotFound') ? 'missing' : 'unknown';
}

/** A service as it will be when a file has had its say: what the file does not mention stays. */
export function asInFile(written: Service, present: Governing): Service {
  if (present === 'missing' || present === 'unknown') return written;
  return { ...present, ...written, spec: { ...present.spec, ...written.spec } };
}
