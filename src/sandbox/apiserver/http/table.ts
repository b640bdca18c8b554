import type { KubeObject } from '../../model/meta.js';
import type { Kind } from '../kinds/kind.js';
import type { ListMeta } from '../request/request.js';
import type { Cell, Column, Printer } from '../tables/printer.js';
import { SCALE_PRINTER } from '../tables/scale.js';
import { partialObject } from './partial.js';

/** What a row carries of its object (`includeObject` of the query). */
export type RowObject = 'Metadata' | 'Object' | 'None';

export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: ListMeta;
  readonly columnDefinitions: readonly Column[];
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly object: object | null }[];
}

/** Objects as the rows that `kubectl get` prints. `toStored` kinds are printed as they are stored. */
export function toTable(
  kind: Kind,
  objects: readonly KubeObject[],
  metadata: ListMeta,
  { rowObject, now }: { rowObject: RowObject; now: () => number },
): Table {
  const at = now();
  const printer = printerOf(kind, objects);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: printer.columns,
    rows: objects.map((object) => ({
      cells: printer.row(kind.storedAs?.toStored(object) ?? object, at),
      object: rowObject === 'None' ? null : rowObject === 'Object' ? object : partialObject(object),
    })),
  };
}

/** Subresources answer with their parent's kind, but for the scale. */
function printerOf({ printer }: Kind, [first]: readonly KubeObject[]): Printer<KubeObject> {
  const scalePrinter: Printer<never> = SCALE_PRINTER;
  return first?.kind === 'Scale' ? scalePrinter : printer;
}
