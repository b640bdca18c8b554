import type { ProgressEvent } from '../controller/progress.js';

/** What `-o name` names: the objects that a command creates, or those that it deletes. */
export type Named = 'created' | 'deleted';

/** `pod/web-0`, where an event tells that the object was created, or deleted. */
export function objectNameOf(event: ProgressEvent, named: Named): string | undefined {
  if ('pet' in event && event.type === `pet-${named}`) return `pod/${event.pet.name}`;
  if ('claim' in event && event.type === `claim-${named}`) return `persistentvolumeclaim/${event.claim.name}`;
  return undefined;
}
