import type { SetSummary } from '../petset/set-summary.js';
import { humanDuration } from './duration.js';
import { tableLines } from './table.js';

export interface TableOptions {
  readonly header: boolean;
  readonly wide: boolean;
  /** With a column for the namespace. */
  readonly everywhere: boolean;
}

interface Column {
  readonly title: string;
  readonly cell: (set: SetSummary, now: number) => string;
  /** Only where it is asked for. */
  readonly only?: 'wide' | 'everywhere';
}

/** The columns of `kubectl petset get`: those of Kubernetes 1.3, and READY. */
const COLUMNS: readonly Column[] = [
  { title: 'NAMESPACE', only: 'everywhere', cell: ({ record }) => record.ref.namespace },
  { title: 'NAME', cell: ({ record }) => record.ref.name },
  { title: 'DESIRED', cell: ({ record }) => String(record.teardown ? 0 : record.set.spec.replicas) },
  { title: 'CURRENT', cell: ({ current }) => String(current) },
  { title: 'READY', cell: ({ ready }) => String(ready) },
  { title: 'AGE', cell: ({ record }, now) => humanDuration(now - Date.parse(record.createdAt)) },
  { title: 'PAUSED BY', only: 'wide', cell: ({ pausedBy }) => pausedBy.join(',') || '<none>' },
  {
    title: 'CONTAINERS',
    only: 'wide',
    cell: ({ record }) =>
      containers(record)
        .map(({ name }) => name)
        .join(','),
  },
  {
    title: 'IMAGES',
    only: 'wide',
    cell: ({ record }) =>
      containers(record)
        .map(({ image }) => image ?? '')
        .join(','),
  },
];

/** The table of `kubectl petset get`, a line each. `now` is in epoch milliseconds. */
export function petSetTable(sets: readonly SetSummary[], options: TableOptions, now: number): readonly string[] {
  const columns = COLUMNS.filter(({ only }) => only === undefined || options[only]);
  const rows = sets.map((set) => columns.map(({ cell }) => cell(set, now)));
  const lines = tableLines(
    columns.map(({ title }) => title),
    rows,
  );
  return options.header ? lines : lines.slice(1);
}

/** A set as an API server would show it, with what it has in its status. */
export function petSetObject({ record, current, ready, pausedBy }: SetSummary): object {
  const { set, ref, createdAt, stored } = record;
  const { uid, resourceVersion } = stored.metadata;
  return {
    ...set,
    metadata: { ...set.metadata, namespace: ref.namespace, uid, resourceVersion, creationTimestamp: createdAt },
    status: { replicas: current, readyReplicas: ready, ...(pausedBy.length > 0 && { pausedBy }) },
  };
}

function containers({
  set,
}: SetSummary['record']): SetSummary['record']['set']['spec']['template']['spec']['containers'] {
  return set.spec.template.spec.containers;
}
