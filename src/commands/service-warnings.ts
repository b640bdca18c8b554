import type { Client } from '../cluster/client.js';
import { asInFile, findGoverning } from '../controller/governing.js';
import { type Governing, missingNames } from '../petset/governing-service.js';
import { isMap } from '../petset/json-edit.js';
import type { KubeObject } from '../petset/kubernetes.js';
import type { Service } from '../petset/kubernetes-service.js';
import type { SetRef } from '../petset/petset.js';
import type { Work } from './foreground.js';
import type { DocumentWish, SetWish, Wishes } from './wishes.js';

/** Milliseconds that a dry run which needs no server waits for one all the same, to be told of a service. */
const GLANCE = 2_000;

/**
 * Warns where the governing service of a set will not give its pets names: pets without names are no reason not to create
 * them, but seldom what somebody wants.
 */
export async function warnOfServices({ sets, documents }: Wishes, work: Work): Promise<void> {
  const { session } = work;
  for (const wish of sets) {
    const service = await governingOf(wish, documents, work);
    const problem = missingNames(wish.set, service);
    if (problem !== undefined) session.warn(problem);
  }
}

async function governingOf(
  { set, namespace }: SetWish,
  documents: readonly DocumentWish[],
  work: Work,
): Promise<Governing> {
  const { serviceName } = set.spec;
  if (serviceName === '') return 'unknown';
  const ref = { namespace, name: serviceName };
  const written = documents.map(({ document }) => document).find((document) => isServiceOf(document, ref, work));
  const present = await lookUp(ref, work);
  return written === undefined ? present : asInFile(written, present);
}

/** A document of another namespace is of no use to the set. */
function isServiceOf(document: KubeObject, { namespace, name }: SetRef, { session }: Work): document is Service {
  const { apiVersion, kind, metadata } = document;
  if (apiVersion !== 'v1' || kind !== 'Service' || metadata.name !== name) return false;
  return (metadata.namespace ?? session.namespace) === namespace && 'spec' in document && isMap(document.spec);
}

/** Nobody who asks for no server is kept waiting by one. */
async function lookUp(ref: SetRef, { session, options, world }: Work): Promise<Governing> {
  if (options.dryRun !== 'client') return findGoverning(ref, session.client);
  const enough = new AbortController();
  const tooLong = world.clock.sleep(GLANCE, enough.signal).then((): Governing => 'unknown');
  const glance: Client = session.deps.client;
  const found = await Promise.race([findGoverning(ref, glance), tooLong]);
  enough.abort();
  return found;
}
