import type { FieldPath } from '../field-error.js';
import { type Draft, has, put, tell } from './draft.js';
import { type Edit, itemsOf, rename, renamed } from './edits.js';
import { getIn } from '../json-edit.js';

/** `serviceName` and `servicePort` of a backend. */
function renamedBackend(draft: Draft, backend: FieldPath): Draft {
  if (!has(draft, [...backend, 'serviceName'])) return draft;
  const port = getIn(draft.document, [...backend, 'servicePort']);
  const to = [...backend, 'service', 'port', typeof port === 'number' ? 'number' : 'name'];
  const named = renamed(draft, [...backend, 'serviceName'], [...backend, 'service', 'name']);
  const done = port === undefined ? named : renamed(named, [...backend, 'servicePort'], to);
  return tell(done, [...backend, 'service', 'name'], 'serviceName and servicePort became service');
}

/** What the backends of an Ingress were called (pkg/apis/networking/v1beta1/conversion.go, 1.21). */
export const INGRESS_EDITS: readonly Edit[] = [
  rename(['spec', 'backend'], ['spec', 'defaultBackend']),
  {
    says: '`serviceName` and `servicePort` of a backend became `service.name` and `service.port`; a missing `pathType` is `ImplementationSpecific`',
    step: (draft: Draft): Draft => {
      const paths = itemsOf(draft.document, ['spec', 'rules']).flatMap((rule) =>
        itemsOf(draft.document, [...rule, 'http', 'paths']),
      );
      const all = [['spec', 'defaultBackend'], ...paths.map((path) => [...path, 'backend'])];
      return paths.reduce(withPathType, all.reduce(renamedBackend, draft));
    },
  },
];

function withPathType(draft: Draft, path: FieldPath): Draft {
  const place = [...path, 'pathType'];
  if (has(draft, place)) return draft;
  const told = 'pathType: "ImplementationSpecific" filled in, which was the default of this version';
  return tell(put(draft, place, 'ImplementationSpecific'), place, told);
}
