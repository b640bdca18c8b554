import { type Answer, ifThere, is } from '../cluster/api-error.js';
import { type Client, FIELD_MANAGER } from '../cluster/client.js';
import { apiVersionOf } from '../cluster/resource.js';
import { isSame } from '../petset/differences.js';
import type { KubeObject, ManagedFields, Served } from '../petset/kubernetes.js';
import { takenOver } from '../petset/managed-fields.js';
import type { Placed } from './documents.js';

/** What an apply makes of an object, in kubectl's words. */
export type Effect = 'created' | 'configured' | 'unchanged';

/** A document that the server would apply, and what would come of it. */
export interface Trial {
  readonly placed: Placed;
  /** The object as it is now. */
  readonly present: Served<KubeObject> | undefined;
  /** The object as it would be; nothing where no server has said so. */
  readonly after?: KubeObject;
  readonly effect: Effect;
  /** All is so already, and it is known to be our wish. */
  readonly isDone: boolean;
}

/** How often managers are taken over against somebody else's changes. */
const ATTEMPTS = 5;

/** What the server would make of a document. */
export async function tryDocument(placed: Placed, client: Client): Promise<Answer<Trial>> {
  const found = await find(placed, client);
  if (!found.ok) return found;
  const present = found.value;
  const answer = await client.apply(placed.resource, placed.document, { dryRun: true });
  if (!answer.ok) return answer;
  const effect = effectOn(present, answer.value);
  const isKnown = isSame(managersOf(present), managersOf(answer.value)) && inheritance(placed, present) === undefined;
  return {
    ok: true,
    value: { placed, present, after: answer.value, effect, isDone: effect === 'unchanged' && isKnown },
  };
}

/** Has a document created, or the object that is there changed to it. What another document of the same files had it wait for is there by now. */
export async function applyDocument({ placed, present, isDone }: Trial, client: Client): Promise<Answer<Effect>> {
  if (isDone) return { ok: true, value: 'unchanged' };
  const inherited = await takeOver(placed, present, client);
  if (!inherited.ok) return inherited;
  const answer = await client.apply(placed.resource, placed.document);
  return answer.ok ? { ok: true, value: effectOn(present, answer.value) } : answer;
}

/** The object that a document is about, as it is now. */
export async function find(
  { document, resource }: Placed,
  client: Client,
): Promise<Answer<Served<KubeObject> | undefined>> {
  const { namespace = '', name = '' } = document.metadata;
  return ifThere(await client.get(resource, namespace, name));
}

/** Makes what we, or kubectl for the same user, said of an object before the wish of our apply. */
async function takeOver(
  placed: Placed,
  present: Served<KubeObject> | undefined,
  client: Client,
): Promise<Answer<undefined>> {
  const { resource } = placed;
  let known = present;
  for (let attempt = 1; ; attempt++) {
    const managedFields = inheritance(placed, known);
    if (known === undefined || managedFields === undefined) return { ok: true, value: undefined };
    const { namespace = '', name, resourceVersion } = known.metadata;
    const patch = { metadata: { resourceVersion, managedFields } };
    const answer = await client.patch(resource, { namespace, name }, 'merge', patch);
    if (answer.ok) return { ok: true, value: undefined };
    if (!is(answer.error, 'Conflict') || attempt === ATTEMPTS) return answer;
    const found = await find(placed, client);
    if (!found.ok) return found;
    known = found.value;
  }
}

function inheritance({ resource }: Placed, present: KubeObject | undefined): readonly ManagedFields[] | undefined {
  return takenOver(present?.metadata.managedFields ?? [], FIELD_MANAGER, apiVersionOf(resource));
}

function effectOn(present: KubeObject | undefined, after: KubeObject): Effect {
  if (present === undefined) return 'created';
  return isSame(contentOf(present), contentOf(after)) ? 'unchanged' : 'configured';
}

/** All of an object but who says so, and when it was written. */
function contentOf(object: KubeObject): KubeObject {
  const { managedFields, resourceVersion, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Who says what, whenever. */
function managersOf(object: KubeObject | undefined): readonly ManagedFields[] {
  return (object?.metadata.managedFields ?? []).map(({ time, ...entry }) => entry);
}
