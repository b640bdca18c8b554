import { isDeepStrictEqual } from 'node:util';
import type { Handover } from '../petset/handover.js';
import { LABELS, recordName } from '../petset/identity.js';
import type { ConfigMap, Served } from '../petset/kubernetes.js';
import type { PetSet, SetRef } from '../petset/petset.js';
import { newRecord, type PetSetRecord, readRecord } from '../petset/record.js';
import { type Answer, type ApiError, is } from './api-error.js';
import type { Client } from './client.js';
import { RESOURCES } from './resource.js';
import type { WriteOptions } from './write-options.js';

/** Which config maps hold records, not revisions. */
export const RECORD_SELECTOR = `${LABELS.record}=petset`;
/** How often a change is tried against somebody else's. */
const ATTEMPTS = 5;

/** Where the records of sets are kept. Refusals speak of petsets, whatever it is that holds them. */
export class Records {
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  async get({ namespace, name }: SetRef): Promise<Answer<PetSetRecord>> {
    return record(name, await this.client.get(RESOURCES.configMaps, namespace, recordName(name)));
  }

  async create(
    set: PetSet,
    namespace: string,
    { handover, ...options }: WriteOptions & { readonly handover?: Handover } = {},
  ): Promise<Answer<PetSetRecord>> {
    const wanted = newRecord(set, namespace, handover);
    const isDone = ({ data }: ConfigMap): boolean => isDeepStrictEqual(data, wanted.data);
    const answer = await this.client.create(RESOURCES.configMaps, wanted, { ...options, isDone });
    return record(set.metadata.name, answer);
  }

  /**
   * Reads a record, has it changed, and writes it back; again from the start when somebody else was faster.
   * `change` throws a `Failure` when it does not want to change what it is shown, and answers with nothing when all is as it
   * wants it.
   */
  async change(
    ref: SetRef,
    change: (record: PetSetRecord) => ConfigMap | undefined,
    options: WriteOptions = {},
  ): Promise<Answer<PetSetRecord>> {
    for (let attempt = 1; ; attempt++) {
      const present = await this.get(ref);
      if (!present.ok) return present;
      const wanted = change(present.value);
      if (wanted === undefined) return present;
      const isDone = (stored: ConfigMap): boolean => isDeepStrictEqual(said(stored), said(wanted));
      const answer = await this.client.update(RESOURCES.configMaps, wanted, { ...options, isDone });
      if (answer.ok || !is(answer.error, 'Conflict') || attempt === ATTEMPTS) return record(ref.name, answer);
    }
  }
}

/** What a record says, whoever has written it last. */
function said({ data, metadata: { uid, labels, annotations } }: ConfigMap): object {
  return { data, uid, labels, annotations };
}

function record(name: string, answer: Answer<Served<ConfigMap>>): Answer<PetSetRecord> {
  return answer.ok
    ? { ok: true, value: readRecord(answer.value) }
    : { ok: false, error: ofPetSets(name, answer.error) };
}

const WORDS: Readonly<Record<string, string>> = { NotFound: 'not found', AlreadyExists: 'already exists' };

/** `petsets "web" not found` is what a user asked about, not the config map that would have held it. */
function ofPetSets(name: string, error: ApiError): ApiError {
  const words = error.from === 'server' ? WORDS[error.reason] : undefined;
  const isOfRecord = error.from === 'server' && error.details?.name === recordName(name);
  return words === undefined || !isOfRecord ? error : { ...error, message: `petsets "${name}" ${words}` };
}
