import type { Answer } from './api-error.js';
import type { Client } from './client.js';
import { objectPath, RESOURCES } from './resource.js';

/** Which log: of a container, or of its run before, and how many lines of its end. */
export interface LogChoice {
  readonly container: string;
  readonly previous: boolean;
  readonly lines: number;
}

/** The end of what a container of a pod has said, a line each. */
export async function endOfLog(
  client: Client,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { container, previous, lines }: LogChoice,
): Promise<Answer<readonly string[]>> {
  const query = new URLSearchParams({ container, tailLines: String(lines), previous: String(previous) });
  const answer = await client.text(`${objectPath(RESOURCES.pods, namespace, name)}/log?${query.toString()}`);
  return answer.ok ? { ok: true, value: answer.value.split('\n').filter((line) => line !== '') } : answer;
}
