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
}
