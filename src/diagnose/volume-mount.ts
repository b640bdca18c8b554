import type { KubeEvent } from '../petset/kubernetes-event.js';
import { type Cause, describePod, oneLine, type Patient } from './diagnosis.js';
import { lastEvent } from './facts.js';
import { reminder } from './slow.js';

/** What keeps a pod that has a node from starting its first container, by the reasons of its events; the more telling first. */
const HINDRANCES = [
  { cause: 'FailedAttachVolume', short: 'volume not attached', words: 'cannot have its volume attached' },
  { cause: 'FailedMount', short: 'volume not mounted', words: 'cannot mount its volumes' },
  { cause: 'FailedMapVolume', short: 'volume not mapped', words: 'cannot map its volumes' },
  { cause: 'FailedCreatePodSandBox', short: 'no sandbox', words: 'cannot get its sandbox' },
  { cause: 'NetworkNotReady', short: 'no network', words: 'cannot get its network' },
];

/** It has a node, and not all that its containers need there: only its events say so. */
export const volumeMount: Cause = ({ pod, facts, waited }) => {
  if (pod.spec.nodeName === undefined || hasBegun(pod)) return undefined;
  for (const { cause, short, words } of HINDRANCES) {
    const event = lastEvent(facts, pod.metadata.uid, [cause]);
    if (event === undefined || (isHiccup(event) && reminder(waited) === '')) continue;
    return { cause, short, message: `${words}: ${oneLine(event.message ?? '')}`, next: describePod(pod) };
  }
  return undefined;
};

/** A kubelet with much to do says so of every pod, and mounts its volumes a second later. */
function isHiccup({ message = '' }: KubeEvent): boolean {
  return /failed to sync \w+ cache/.test(message);
}

function hasBegun({ status }: Patient['pod']): boolean {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.some(({ state, containerID }) => {
    const isToBeMade = state?.waiting?.reason === 'ContainerCreating' || state?.waiting?.reason === 'PodInitializing';
    return state?.waiting === undefined ? state !== undefined : !isToBeMade || (containerID ?? '') !== '';
  });
}
