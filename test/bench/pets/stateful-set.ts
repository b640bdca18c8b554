import { once } from 'node:events';
import type { Bench } from '../bench.js';
import { Api, type KubeObject } from '../cluster/api.js';
import { isReady, Watched } from '../cluster/watched.js';
import type { Hand } from './hand.js';
import { SET, statefulSet } from './manifests.js';

/** The controller of the cluster: it is told what is wanted, and its pods and claims are watched until that is so. */
export const statefulSetController = ({ signal }: Pick<Bench, 'signal'>): Hand => ({
  name: 'StatefulSet',
  act: async (operation, life, place) => {
    const api = await Api.of(place.kubeconfig);
    const sets = `/apis/apps/v1/namespaces/${place.namespace}/statefulsets`;
    const core = `/api/v1/namespaces/${place.namespace}`;
    const pods = await Watched.of(api, `${core}/pods`);
    const claims = await Watched.of(api, `${core}/persistentvolumeclaims`);
    const before = new Set([...pods.objects.values()].map(({ metadata }) => metadata.uid));
    const isThere = (pod: KubeObject): boolean => isReady(pod) && pod.metadata.deletionTimestamp === undefined;
    const allReady = (): Promise<void> => pods.until((all) => count(all, isThere) === life.pets);
    const allGone = (): Promise<void> => pods.until((all) => all.size === 0);
    const scaleTo = (replicas: number): Promise<string> => api.merge(`${sets}/${SET}`, { spec: { replicas } });
    const work = {
      create: async () => {
        await api.send('POST', sets, statefulSet(life, place));
        await allReady();
      },
      upgrade: async () => {
        const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
        await api.merge(`${sets}/${SET}`, { spec: { template: { metadata: { annotations } } } });
        await pods.until((all) => count(all, (pod) => isThere(pod) && !before.has(pod.metadata.uid)) === life.pets);
      },
      down: async () => {
        await scaleTo(0);
        await allGone();
      },
      up: async () => {
        await scaleTo(life.pets);
        await allReady();
      },
      clean: async () => {
        await scaleTo(0);
        await allGone();
        await api.send('DELETE', `${sets}/${SET}`);
        await api.send('DELETE', `${core}/persistentvolumeclaims`);
        await claims.until((all) => all.size === 0);
      },
    };
    try {
      const startedAt = performance.now();
      signal.throwIfAborted();
      const interrupted = once(signal, 'abort').then(() => signal.throwIfAborted());
      await Promise.race([work[operation](), interrupted]);
      return { time: performance.now() - startedAt };
    } finally {
      pods.end();
      claims.end();
      api.close();
    }
  },
});

const count = (objects: ReadonlyMap<string, KubeObject>, isIt: (object: KubeObject) => boolean): number =>
  [...objects.values()].filter(isIt).length;
