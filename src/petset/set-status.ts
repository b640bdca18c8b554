/** One word about a set. Source: apimachinery meta/v1 Condition. */
export interface SetCondition {
  readonly type: 'Ready';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
  /** RFC 3339; nothing where it has just changed. */
  readonly lastTransitionTime?: string;
}

/** How a set stands, as its custom resource tells it: to `kubectl get`, `wait` and autoscalers. All counts are of the set's own pets. */
export interface SetStatus {
  /** The generation of the spec that the rest is about. */
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly readyReplicas?: number;
  /** Pets of the present template. */
  readonly updatedReplicas?: number;
  /** The hash of the template that pets have which are not updated yet. */
  readonly currentRevision?: string;
  /** The hash of the template that was the present one when this was written. */
  readonly updateRevision?: string;
  /** The set's selector as text: who asks for a scale finds the pods by it. */
  readonly selector?: string;
  /** Nothing is created, deleted or upgraded until it is resumed. */
  readonly paused?: boolean;
  readonly conditions?: readonly SetCondition[];
}

/** The same status, in which everything that has just changed has changed now. */
export function dated(status: SetStatus, now: string): SetStatus {
  const conditions = status.conditions?.map((each) => ({ lastTransitionTime: now, ...each }));
  return { ...status, ...(conditions && { conditions }) };
}
