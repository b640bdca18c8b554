/** How Kubernetes merges a list: item by item, told apart by a key, or as a set of values. */
export type ListMerge = { readonly by: string } | 'values';

/** A field that is merged: how, if it is a list, and what is merged within it. */
export interface MergedField {
  readonly list?: ListMerge;
  readonly shape?: Shape;
}

/** The fields of a map that merging has to know of. All others are maps of which nothing is known, or values. */
export type Shape = Readonly<Record<string, MergedField>>;

const CONTAINER: Shape = {
  env: { list: { by: 'name' } },
  ports: { list: { by: 'containerPort' } },
  volumeDevices: { list: { by: 'devicePath' } },
  volumeMounts: { list: { by: 'mountPath' } },
};

const METADATA: Shape = {
  finalizers: { list: 'values' },
  ownerReferences: { list: { by: 'uid' } },
};

/**
 * Every list within a pod template that is merged; all others replace one another, tolerations for one.
 * Source: the patchStrategy and patchMergeKey of core/v1 and meta/v1, Kubernetes 1.34.
 */
export const POD_TEMPLATE: Shape = {
  metadata: { shape: METADATA },
  spec: {
    shape: {
      containers: { list: { by: 'name' }, shape: CONTAINER },
      ephemeralContainers: { list: { by: 'name' }, shape: CONTAINER },
      hostAliases: { list: { by: 'ip' } },
      imagePullSecrets: { list: { by: 'name' } },
      initContainers: { list: { by: 'name' }, shape: CONTAINER },
      resourceClaims: { list: { by: 'name' } },
      schedulingGates: { list: { by: 'name' } },
      topologySpreadConstraints: { list: { by: 'topologyKey' } },
      volumes: {
        list: { by: 'name' },
        shape: {
          ephemeral: { shape: { volumeClaimTemplate: { shape: { metadata: { shape: METADATA } } } } },
        },
      },
    },
  },
};
