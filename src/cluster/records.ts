import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../petset/failure.js';
import { type Handover, HANDOVER_ANNOTATION } from '../petset/handover.js';
import { LABELS } from '../petset/identity.js';
import type { Served } from '../petset/kubernetes.js';
import { PETSET_API_VERSION, PETSET_KIND, type PetSet, type SetRef } from '../petset/petset.js';
import { newRecord, type PetSetRecord, readRecord } from '../petset/record.js';
import { MOVING_AWAY, type RecordForm, type RecordObject, recordObjectName } from '../petset/record-form.js';
import { type Answer, type ApiError, is } from './api-error.js';
import type { Client } from './client.js';
import type { Discovery } from './discovery.js';
import { RECORD_RESOURCES } from './resource.js';
import type { WriteOptions } from './write-options.js';

/** Which config maps hold records, not revisions. */
export const RECORD_SELECTOR = `${LABELS.record}=petset`;
/** How often a change is tried against somebody else's. */
const ATTEMPTS = 5;

/** A command as the user can paste it, and have it work on the same cluster. */
export type Kubectl = (words: readonly string[], namespace?: string) => string;

/** Where the records of sets are kept, in whichever form. Refusals speak of petsets, whatever it is that holds them. */
export class Records {
  private readonly client: Client;
  private readonly discovery: Discovery;
  private readonly kubectl: Kubectl;

  constructor(client: Client, discovery: Discovery, kubectl: Kubectl) {
    this.client = client;
    this.discovery = discovery;
    this.kubectl = kubectl;
  }

  /** The form that new records have here: custom resources where somebody has installed them. Throws a `Failure` when the server cannot be asked. */
  async formOfNew(): Promise<RecordForm> {
    const served = await this.discovery.find(PETSET_API_VERSION, PETSET_KIND);
    return served === undefined ? 'config-map' : 'custom';
  }

  /** The forms in which there may be records here. Throws a `Failure` when the server cannot be asked. */
  async forms(): Promise<readonly RecordForm[]> {
    return (await this.formOfNew()) === 'custom' ? ['config-map', 'custom'] : ['config-map'];
  }

  /** A record that is being moved into the other form is there twice; the config map says so in any case. */
  async get(ref: SetRef): Promise<Answer<PetSetRecord>> {
    const mapped = await this.getAs('config-map', ref);
    if (mapped.ok || !is(mapped.error, 'NotFound') || (await this.formOfNew()) === 'config-map') return mapped;
    return this.getAs('custom', ref);
  }

  async create(
    set: PetSet,
    namespace: string,
    { handover, ...options }: WriteOptions & { readonly handover?: Handover } = {},
  ): Promise<Answer<PetSetRecord>> {
    const form = await this.formOfNew();
    const { name } = set.metadata;
    if (form === 'custom') {
      const mapped = await this.getAs('config-map', { namespace, name });
      if (mapped.ok) throw notMovedYet(mapped.value, this.kubectl);
    }
    const wanted = newRecord(set, namespace, form, handover);
    const isDone = (stored: RecordObject): boolean => isDeepStrictEqual(document(stored), document(wanted));
    return record(name, form, await this.client.create(RECORD_RESOURCES[form], wanted, { ...options, isDone }));
  }

  /**
   * Reads a record, has it changed, and writes it back; again from the start when somebody else was faster.
   * `change` throws a `Failure` when it does not want to change what it is shown, and answers with nothing when all is as it
   * wants it. A record that is being moved into the other form is not changed: a `Failure` says what to do first.
   */
  async change(
    ref: SetRef,
    change: (record: PetSetRecord) => RecordObject | undefined,
    options: WriteOptions = {},
  ): Promise<Answer<PetSetRecord>> {
    for (let attempt = 1; ; attempt++) {
      const present = await this.get(ref);
      if (!present.ok) return present;
      if (present.value.moving !== undefined) throw notMovedYet(present.value, this.kubectl);
      const wanted = change(present.value);
      if (wanted === undefined) return present;
      const { form } = present.value;
      const isDone = (stored: RecordObject): boolean => isDeepStrictEqual(said(stored), said(wanted));
      const answer = await this.client.update(RECORD_RESOURCES[form], wanted, { ...options, isDone });
      if (answer.ok || !is(answer.error, 'Conflict') || attempt === ATTEMPTS) return record(ref.name, form, answer);
    }
  }

  private async getAs(form: RecordForm, { namespace, name }: SetRef): Promise<Answer<PetSetRecord>> {
    const object = recordObjectName(form, name);
    return record(name, form, await this.client.get(RECORD_RESOURCES[form], namespace, object));
  }
}

function notMovedYet({ ref, form, moving }: PetSetRecord, kubectl: Kubectl): Failure {
  const isToMap = (form === 'config-map') === (moving !== undefined && moving !== MOVING_AWAY);
  const command = isToMap ? 'uninstall' : 'install';
  const target = isToMap ? 'a config map' : 'a custom resource';
  return new Failure(`error: petset/${ref.name} has to be moved into ${target} first`, {
    next: [`to have that done: ${kubectl(['petset', command])}`],
  });
}

/** What was asked for, when it was made; one that somebody else made of the same set is not on its way from anybody. */
function document({ data, spec, metadata: { annotations } }: RecordObject): object {
  return { data, spec, handover: annotations?.[HANDOVER_ANNOTATION] };
}

/** What a record says, whoever has written it last. */
function said({ data, spec, metadata: { uid, labels, annotations } }: RecordObject): object {
  return { data, spec, uid, labels, annotations };
}

function record(name: string, form: RecordForm, answer: Answer<Served<RecordObject>>): Answer<PetSetRecord> {
  return answer.ok
    ? { ok: true, value: readRecord(answer.value) }
    : { ok: false, error: ofPetSets(name, form, answer.error) };
}

const WORDS: Readonly<Record<string, string>> = { NotFound: 'not found', AlreadyExists: 'already exists' };

/** `petsets "web" not found` is what a user asked about, not the config map that would have held it. */
function ofPetSets(name: string, form: RecordForm, error: ApiError): ApiError {
  const words = error.from === 'server' ? WORDS[error.reason] : undefined;
  const isOfRecord = error.from === 'server' && error.details?.name === recordObjectName(form, name);
  return words === undefined || !isOfRecord ? error : { ...error, message: `petsets "${name}" ${words}` };
}
