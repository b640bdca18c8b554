import type { Store } from '../cluster/store.js';
import { recordName } from '../petset/identity.js';
import type { Served } from '../petset/kubernetes.js';
import type { RecordForm, RecordObject } from '../petset/record-form.js';

/** The records of all sets. One that is being moved into the other form is there twice; then the config map is in force. */
export function recordsInForce(
  stores: Readonly<Record<RecordForm, Pick<Store<RecordObject>, 'get' | 'list'>>>,
): readonly Served<RecordObject>[] {
  const { 'config-map': mapped, custom } = stores;
  const others = custom
    .list()
    .filter(({ metadata: { namespace = '', name } }) => mapped.get(namespace, recordName(name)) === undefined);
  return [...mapped.list(), ...others];
}
