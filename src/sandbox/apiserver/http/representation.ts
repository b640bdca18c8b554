import type { KubeObject } from '../../model/meta.js';
import type { Kind } from '../kinds/kind.js';
import { apiVersionOf } from '../kinds/kind.js';
import type { ListMeta } from '../request/request.js';
import type { Encoder } from './encode.js';
import { partialObject } from './partial.js';
import { toTable } from './table.js';
import type { RowObject } from './table.js';

/** How a client wants objects to be shown. */
export type Representation = 'object' | 'table' | 'metadata';

export interface Shape {
  readonly representation: Representation;
  readonly rowObject: RowObject;
  /** Asked for every object that is shown: a watch goes on for long, and its ages with it. */
  readonly now: () => number;
  readonly encoder: Encoder;
}

type Shown = object & { readonly metadata: object };

/** An object as JSON text. */
export function showObject(kind: Kind, object: Shown, shape: Shape): string {
  switch (shape.representation) {
    case 'object':
      return textOf(kind, object, shape);
    case 'metadata':
      return JSON.stringify(partialObject(object));
    case 'table':
      return JSON.stringify(toTable(kind, [object as KubeObject], listMetaOf(object), shape));
  }
}

/** A list as JSON text. */
export function showList(kind: Kind, items: readonly Shown[], metadata: ListMeta, shape: Shape): string {
  switch (shape.representation) {
    case 'object': {
      if (kind.custom !== undefined) return customList(kind, items, metadata, shape);
      const head = JSON.stringify({ kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata });
      return `${head.slice(0, -1)},"items":[${items.map((item) => shape.encoder.encodeItem(item)).join(',')}]}`;
    }
    case 'metadata':
      return JSON.stringify({
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: items.map(partialObject),
      });
    case 'table':
      return JSON.stringify(toTable(kind, items as readonly KubeObject[], metadata, shape));
  }
}

/** What has no struct is written sorted by key. */
const textOf = (kind: Kind, object: Shown, { encoder }: Shape): string =>
  kind.custom === undefined ? encoder.encode(object) : encoder.encodeSorted(object);

/** The items of such a list tell their kind, and it always says where it would go on. */
function customList(kind: Kind, items: readonly Shown[], metadata: ListMeta, shape: Shape): string {
  const texts = items.map((item) => textOf(kind, item, shape)).join(',');
  const meta = JSON.stringify({ continue: '', ...metadata }, ['continue', 'remainingItemCount', 'resourceVersion']);
  const [version, name] = [apiVersionOf(kind), kind.custom?.listKind].map((text) => JSON.stringify(text));
  return `{"apiVersion":${version},"items":[${texts}],"kind":${name},"metadata":${meta}}`;
}

/** The same for an event of a watch; only the first table of a watch says what its columns are. */
export function showEvent(kind: Kind, type: string, object: Shown, shape: Shape, isFirst: boolean): string {
  const isTable = shape.representation === 'table' && type !== 'ERROR';
  if (type === 'ERROR') return `{"type":"ERROR","object":${JSON.stringify(object)}}\n`;
  if (!isTable) return `{"type":"${type}","object":${showObject(kind, object, shape)}}\n`;
  const table = toTable(kind, type === 'BOOKMARK' ? [] : [object as KubeObject], listMetaOf(object), shape);
  const columnDefinitions = isFirst ? table.columnDefinitions : null;
  return `{"type":"${type}","object":${JSON.stringify({ ...table, columnDefinitions })}}\n`;
}

function listMetaOf({ metadata }: Shown): ListMeta {
  const { resourceVersion = '' } = metadata as { resourceVersion?: string };
  return { resourceVersion };
}
