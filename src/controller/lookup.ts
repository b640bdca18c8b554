import { type Answer, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { endOfLog } from '../cluster/pod-log.js';
import { RESOURCES } from '../cluster/resource.js';
import { type Facts, lastSeen, type LogEnd, NO_FACTS, type Question } from '../diagnose/facts.js';
import type { KubeNode, KubeObject, Served, StorageClass } from '../petset/kubernetes.js';
import type { KubeEvent } from '../petset/kubernetes-event.js';

/** Lines of a log that are shown. */
const LINES = 5;
/** Events that are looked at: far more than a server keeps of one object in an hour. */
const EVENTS = 200;

export interface Looked {
  readonly client: Client;
  readonly pod: { readonly namespace: string; readonly name: string };
}

/** Looks up what is asked, all at once; what may not be seen, or is not there, is left out. */
export async function lookUp(questions: readonly Question[], looked: Looked): Promise<Facts> {
  const answers = await Promise.all(questions.map((question) => answerTo(question, looked)));
  const events = answers.flatMap((answer) => answer.events ?? []);
  return {
    events: events.sort((a, b) => lastSeen(a) - lastSeen(b)),
    logs: answers.flatMap((answer) => answer.logs ?? []),
    node: answers.find((answer) => answer.node !== undefined)?.node,
    classes: new Map(answers.flatMap((answer) => [...(answer.classes ?? NO_FACTS.classes)])),
  };
}

async function answerTo(question: Question, { client, pod }: Looked): Promise<Partial<Found>> {
  switch (question.about) {
    case 'events':
      return { events: await eventsOf(question.uid, pod.namespace, client) };
    case 'log':
      return { logs: await logOf(question, { client, pod }) };
    case 'node':
      return { node: known<KubeNode>(await client.get(RESOURCES.nodes, '', question.name)) };
    case 'class': {
      const found = known<StorageClass>(await client.get(RESOURCES.storageClasses, '', question.name));
      return found === undefined ? {} : { classes: new Map([[question.name, found]]) };
    }
  }
}

type Found = Facts & { readonly events: KubeEvent[] };

async function eventsOf(uid: string, namespace: string, client: Client): Promise<KubeEvent[]> {
  const query = { fieldSelector: `involvedObject.uid=${uid}`, limit: EVENTS };
  const answer = await client.page(RESOURCES.events, namespace, query);
  return answer.ok ? [...answer.value.items] : [];
}

async function logOf(
  { container, previous }: Extract<Question, { about: 'log' }>,
  { client, pod }: Looked,
): Promise<readonly LogEnd[]> {
  const answer = await endOfLog(client, pod, { container, previous, lines: LINES });
  return answer.ok ? [{ container, previous, lines: answer.value }] : [];
}

function known<T extends KubeObject>(answer: Answer<Served<T>>): T | 'gone' | undefined {
  if (answer.ok) return answer.value;
  return is(answer.error, 'NotFound') ? 'gone' : undefined;
}
