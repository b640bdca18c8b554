import { union } from './field-set.js';
import { managerId } from './managers.js';
import type { Manager, Managers } from './managers.js';

/** How many who update are remembered one by one. */
const MOST_UPDATERS = 10;

/** Under which name the others are. */
const ANCIENT = 'ancient-changes';

/**
 * Puts those whose updates are oldest together, version by version, until few enough are left (apimachinery
 * pkg/util/managedfields/internal/capmanagers.go).
 */
export function capUpdaters(managers: Managers): Managers {
  const updaters = [...managers].filter(([, { operation }]) => operation === 'Update').sort(oldestFirst);
  let excess = updaters.length - MOST_UPDATERS;
  if (excess <= 0) return managers;
  const capped = new Map(managers);
  const firstOfVersion = new Map<string, string>();
  for (const [id, manager] of updaters) {
    if (excess <= 0) break;
    const first = firstOfVersion.get(manager.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(manager.apiVersion, id);
      continue;
    }
    putTogether(capped, first, id, manager);
    excess -= 1;
  }
  return capped;
}

function putTogether(managers: Managers, first: string, id: string, manager: Manager): void {
  const { apiVersion, fields, time } = manager;
  const bucket = { name: ANCIENT, operation: 'Update', apiVersion, subresource: '' } as const;
  const bucketId = managerId(bucket);
  const there = managers.get(bucketId) ?? managers.get(first);
  if (!managers.has(bucketId)) managers.delete(first);
  managers.delete(id);
  const all = there === undefined ? fields : union(fields, there.fields);
  managers.set(bucketId, { ...bucket, time, fields: all });
}

function oldestFirst([idA, a]: [string, Manager], [idB, b]: [string, Manager]): number {
  const [timeA, timeB] = [a.time ?? '', b.time ?? ''];
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  return idA < idB ? -1 : 1;
}
