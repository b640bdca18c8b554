import { orFail } from '../../cluster/api-error.js';
import type { Client } from '../../cluster/client.js';
import { RECORD_SELECTOR, type Records } from '../../cluster/records.js';
import { RECORD_RESOURCES, RESOURCES } from '../../cluster/resource.js';
import type { ValueKind } from '../../commands/flag.js';
import { readHistory } from '../../controller/history.js';
import { LABELS, petOrdinal, wantedOrdinals } from '../../petset/identity.js';
import type { Container, KubeObject, Served } from '../../petset/kubernetes.js';
import { type PetSetRecord, readRecord } from '../../petset/record.js';
import { RECORD_FORMS, type RecordForm } from '../../petset/record-form.js';
import type { Resource } from '../../cluster/resource.js';
import { counted } from '../../render/counted.js';
import type { Choice } from './choices.js';

/** More than anybody looks through. */
const MOST = 500;

/** A cluster to look things up in. */
export interface Source {
  readonly client: Client;
  readonly records: Pick<Records, 'get'>;
  readonly namespace: string;
}

/** What stands before the word that is being typed. */
export interface Before {
  /** The set that the command is about; empty where none is named. */
  readonly set: string;
  readonly typed: string;
}

export type Find = (source: Source, before: Before) => Promise<readonly Choice[]>;

/** How what there is of a kind is found in a cluster. Throws where it cannot be. */
export const FIND: Readonly<Partial<Record<ValueKind, Find>>> = {
  sets: async (source) => (await Promise.all(RECORD_FORMS.map((form) => setsKeptAs(form, source)))).flat(),
  pets: async ({ client, namespace }, { set }) => {
    const query = { labelSelector: `${LABELS.set}=${set}` };
    const pods = await list(client, RESOURCES.pods, namespace, query);
    return pods
      .flatMap(({ metadata, status }) => {
        const ordinal = petOrdinal(set, metadata.name);
        return ordinal === undefined ? [] : [{ ordinal, value: metadata.name, describe: status?.phase ?? '' }];
      })
      .sort((a, b) => a.ordinal - b.ordinal);
  },
  ordinals: async (source, before) => {
    const { set } = await recordOf(source, before);
    return [...wantedOrdinals(set.spec)].map((ordinal) => ({ value: String(ordinal) }));
  },
  containers: async (source, before) =>
    (await containersOf(source, before, 'containers')).map(({ name, image = '' }) => ({
      value: name,
      describe: image,
    })),
  images: async (source, before) => {
    const containers = await containersOf(source, before, 'all');
    return before.typed.includes('=')
      ? containers.map(nextImage)
      : containers.map(({ name, image = '' }) => ({ value: `${name}=`, describe: image }));
  },
  'claim-templates': async (source, before) => {
    const { set } = await recordOf(source, before);
    return set.spec.volumeClaimTemplates.map(({ metadata, spec }) => ({
      value: `${metadata.name}=`,
      describe: spec.resources?.requests?.storage ?? '',
    }));
  },
  revisions: async (source, before) => {
    const record = await recordOf(source, before);
    const revisions = orFail(await readHistory(record, source.client));
    return revisions.toReversed().map(({ number, cause = '' }) => ({ value: String(number), describe: cause }));
  },
  statefulsets: async ({ client, namespace }) =>
    (await list(client, RESOURCES.statefulSets, namespace)).map(({ metadata, spec }) => ({
      value: metadata.name,
      describe: counted(spec.replicas ?? 1, 'pod'),
    })),
  namespaces: async ({ client }) =>
    (await list(client, NAMESPACES, undefined)).map(({ metadata }) => ({ value: metadata.name })),
};

const NAMESPACES: Resource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
  read: RESOURCES.pods.read,
};

/** A form that is not served here, or that the user may not see, has none for him. */
async function setsKeptAs(form: RecordForm, { client, namespace }: Source): Promise<readonly Choice[]> {
  const query = form === 'config-map' ? { labelSelector: RECORD_SELECTOR } : {};
  const page = await client.page(RECORD_RESOURCES[form], namespace, { ...query, limit: MOST });
  if (!page.ok) return [];
  return page.value.items.flatMap((stored) => {
    try {
      const { ref, set } = readRecord(stored);
      return [{ value: ref.name, describe: counted(set.spec.replicas, 'pet') }];
    } catch {
      // What somebody has broken is told by the commands that act on it.
      return [];
    }
  });
}

async function list<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  namespace: string | undefined,
  query = {},
): Promise<readonly Served<T>[]> {
  return orFail(await client.page(resource, namespace, { ...query, limit: MOST })).items;
}

async function recordOf({ records, namespace }: Source, { set }: Before): Promise<PetSetRecord> {
  return orFail(await records.get({ namespace, name: set }));
}

async function containersOf(
  source: Source,
  before: Before,
  which: 'containers' | 'all',
): Promise<readonly Container[]> {
  const { containers, initContainers = [] } = (await recordOf(source, before)).set.spec.template.spec;
  return which === 'all' ? [...containers, ...initContainers] : containers;
}

/** `nginx=registry.example/nginx:`, to which only the tag is missing. */
function nextImage({ name, image = '' }: Container): Choice {
  const [repository = ''] = image.split('@');
  const isTagged = repository.lastIndexOf(':') > repository.lastIndexOf('/');
  const untagged = isTagged ? repository.slice(0, repository.lastIndexOf(':')) : repository;
  return { value: `${name}=${untagged}:`, describe: image };
}
