import { ifThere, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { everyPage } from '../cluster/every-page.js';
import { RECORD_SELECTOR } from '../cluster/records.js';
import { RECORD_RESOURCES } from '../cluster/resource.js';
import { Failure } from '../petset/failure.js';
import { type PetSetRecord, readRecord } from '../petset/record.js';
import type { RecordForm } from '../petset/record-form.js';

/** The records of one form, of all namespaces. */
export interface AllRecords {
  readonly records: readonly PetSetRecord[];
  /** What keeps others from being read. */
  readonly broken: readonly Failure[];
}

/** Finds the records of one form in all namespaces; none where the server has no such kind. Throws a `Failure` where it refuses. */
export async function allRecords(form: RecordForm, client: Client): Promise<AllRecords> {
  const query = form === 'config-map' ? { labelSelector: RECORD_SELECTOR } : {};
  const stored = orFail(ifThere(await everyPage(client, RECORD_RESOURCES[form], undefined, query)))?.items ?? [];
  const records: PetSetRecord[] = [];
  const broken: Failure[] = [];
  for (const each of stored) {
    try {
      records.push(readRecord(each));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      broken.push(error);
    }
  }
  return { records, broken };
}
