import type { ProgressEvent } from '../controller/progress.js';

/** `pod/web-0`, where an event tells that the object was created. */
export function objectNameOf(event: ProgressEvent): string | undefined {
  if (event.type === 'pet-created') return `pod/${event.pet.name}`;
  if (event.type === 'claim-created') return `persistentvolumeclaim/${event.claim.name}`;
  return undefined;
}
