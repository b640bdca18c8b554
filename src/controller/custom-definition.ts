import { type Answer, ifThere, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import type { Discovery } from '../cluster/discovery.js';
import { poll } from '../cluster/poll.js';
import { collectionPath, RECORD_RESOURCES, type Resource, trusted } from '../cluster/resource.js';
import { Failure } from '../petset/failure.js';
import { isMap } from '../petset/json-edit.js';
import type { JsonObject, KubeObject } from '../petset/kubernetes.js';
import { DEFINITION_NAME, petSetDefinition } from '../petset/definition/definition.js';
import { petSetRoles } from '../petset/definition/roles.js';
import { type Trial, tryDocument } from './apply-document.js';
import { place } from './documents.js';

/** The kind of the definition itself. */
const DEFINITIONS: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
  read: trusted<KubeObject>,
};

/** What a cluster is given so that kubectl's own verbs work on sets: the definition first. */
export function installation(): readonly KubeObject[] {
  return [petSetDefinition(), ...petSetRoles()].map(asKubeObject);
}

/** All of ours are objects. */
function asKubeObject(document: JsonObject): KubeObject {
  return document as unknown as KubeObject;
}

/** What the server would make of all that is to be installed. Throws a `Failure` for the first thing that it refuses. */
export async function tryInstallation(client: Client, discovery: Discovery): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (const document of installation()) {
    const placed = await place(document, '', discovery);
    if (placed === undefined)
      throw new Failure(`error: this server knows no ${document.kind} (${document.apiVersion})`);
    trials.push(orFail(await tryDocument(placed, client)));
  }
  return trials;
}

/** Resolves when there is no definition that somebody has just deleted: nothing that is written to it would last. */
export async function notGoing(client: Client, clock: Clock): Promise<void> {
  await poll(async () => {
    const present = orFail(ifThere(await client.get(DEFINITIONS, '', DEFINITION_NAME)));
    return present?.metadata.deletionTimestamp === undefined ? true : undefined;
  }, clock);
}

/**
 * Resolves when sets can be kept in custom resources; `client` had better not ask again by itself, since a server that only
 * begins to serve them refuses at first.
 * Throws a `Failure` where the server says that they never will.
 */
export async function established(client: Client, clock: Clock): Promise<void> {
  await poll(async () => {
    const definition = orFail(await client.get(DEFINITIONS, '', DEFINITION_NAME));
    const refusal = conditionOf(definition, 'NamesAccepted');
    if (refusal?.status === 'False') {
      throw new Failure(
        `error: the server does not accept the names of the definition: ${JSON.stringify(refusal.message)}`,
      );
    }
    const isServed = (await client.raw(collectionPath(RECORD_RESOURCES.custom))).ok;
    return conditionOf(definition, 'Established')?.status === 'True' && isServed ? true : undefined;
  }, clock);
}

function conditionOf(definition: KubeObject, type: string): JsonObject | undefined {
  const { status } = definition as { readonly status?: { readonly conditions?: readonly JsonObject[] } };
  return status?.conditions?.filter(isMap).find((condition) => condition.type === type);
}

/** An object of the installation that is taken away, and whether it was there. */
export interface Removal {
  readonly document: KubeObject;
  readonly wasThere: boolean;
}

/** Takes away what was installed, the definition last and with everything that is still kept by it: `beforeDefinition` may throw. */
export async function* removeInstallation(
  client: Client,
  discovery: Discovery,
  clock: Clock,
  { dryRun, beforeDefinition }: { readonly dryRun: boolean; readonly beforeDefinition: () => Promise<void> },
): AsyncGenerator<Removal> {
  for (const document of installation().toReversed()) {
    const placed = await place(document, '', discovery);
    if (placed === undefined) continue;
    const { resource } = placed;
    const named = { namespace: '', name: document.metadata.name ?? '' };
    if (document.kind === DEFINITIONS.kind) await beforeDefinition();
    const answer = await client.delete(resource, named, { dryRun });
    orFail(ifThere(answer));
    if (answer.ok && !dryRun) await poll(() => whetherGone(client.get(resource, '', named.name)), clock);
    yield { document, wasThere: answer.ok };
  }
}

async function whetherGone(asking: Promise<Answer<KubeObject>>): Promise<true | undefined> {
  return orFail(ifThere(await asking)) === undefined ? true : undefined;
}
