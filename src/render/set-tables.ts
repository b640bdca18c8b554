import { petDnsName, USUAL_CLUSTER_DOMAIN } from '../petset/pet-variables.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { revisionHash } from '../petset/revision.js';
import { humanDuration } from './duration.js';
import { ordinalWords } from './history.js';
import type { DescriptionDeps, SetShown } from './set-shown.js';

/** A table within a description, as kubectl sets those of conditions and events; lines with tabs. */
export function table(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [`${title}:\t<none>`];
  const ruler = columns.map((column) => '-'.repeat(column.length));
  return [`${title}:`, ...[columns, ruler, ...rows].map((cells) => `  ${cells.join('\t')}`)];
}

export function ownPets(pods: ReadonlyMap<number, ObservedPet>): readonly ObservedPet[] {
  return [...pods.values()].filter(({ ownership }) => ownership === 'ours').sort((a, b) => a.ordinal - b.ordinal);
}

export function revisionLines({ revisions, record, observed }: SetShown): readonly string[] {
  if (!('map' in revisions)) return [`Revisions:\t${revisions.message}`];
  const present = revisionHash(record.set.spec.template);
  const pets = ownPets(observed.pods);
  const rows = revisions.map(({ number, hash, cause = '' }) => [
    `${number}${hash === present ? ' (wanted)' : ''}`,
    hash,
    ordinalWords(pets.filter(({ revision }) => revision === hash).map(({ ordinal }) => ordinal)),
    cause === '' ? '<none>' : cause,
  ]);
  return table('Revisions', ['Number', 'Hash', 'Pets', 'Change-Cause'], rows);
}

/** The pets of the set, and whatever else has the name of one. */
export function petLines({ record, observed, revisions }: SetShown, now: number): readonly string[] {
  const numbers = new Map('map' in revisions ? revisions.map(({ hash, number }) => [hash, String(number)]) : []);
  const { namespace, name: set } = record.ref;
  const home = { namespace, set, serviceName: record.set.spec.serviceName, clusterDomain: USUAL_CLUSTER_DOMAIN };
  const rows = [...observed.pods.values()]
    .sort((a, b) => a.ordinal - b.ordinal)
    .map(({ ordinal, name, cells, revision = '', node, createdAt }) => [
      String(ordinal),
      name,
      cells.ready,
      cells.status,
      String(cells.restarts),
      numbers.get(revision) ?? '<none>',
      node ?? '<none>',
      humanDuration(now - createdAt),
      petDnsName(home, ordinal) ?? '<none>',
    ]);
  return table('Pets', ['Ordinal', 'Name', 'Ready', 'Status', 'Restarts', 'Revision', 'Node', 'Age', 'DNS Name'], rows);
}

export function claimLines({ observed }: SetShown): readonly string[] {
  const rows = [...observed.claims.values()]
    .sort((a, b) => a.ordinal - b.ordinal || (a.name < b.name ? -1 : 1))
    .map(({ ordinal, name, phase, terminating, size, volume }) => [
      String(ordinal),
      name,
      terminating ? 'Terminating' : phase,
      size ?? '<unknown>',
      volume ?? '<none>',
    ]);
  return table('Claims', ['Ordinal', 'Name', 'Status', 'Size', 'Volume'], rows);
}

/** Why pets are not healthy, and what looks further. */
export function ailmentLines({ ailments }: SetShown, { spell }: DescriptionDeps): readonly string[] {
  if (ailments.length === 0) return [];
  const rows = ailments.flatMap(({ pet, diagnosis }) => {
    const words = diagnosis?.message ?? pet.foreign ?? (pet.initialized ? pet.cells.status : 'pauses the set');
    return [
      `  pod/${pet.name}\t${words}`,
      ...(diagnosis === undefined ? [] : [`  \tlook further: ${spell(diagnosis.next)}`]),
    ];
  });
  return ['Not Healthy:', ...rows];
}
