/** How long things take that are simulated, in milliseconds. */
export interface Pace {
  /** From a pod that can be scheduled to its binding. */
  readonly schedule: number;
  /** From a claim to the volume that is made for it. */
  readonly bindVolume: number;
  /** From a larger request of a claim to its larger volume. */
  readonly growVolume: number;
  /** Mounting volumes and making the sandbox that the containers run in (ContainerCreating). */
  readonly createSandbox: number;
  readonly pullImage: number;
  /** Starting one container. */
  readonly startContainer: number;
  /** How long an init container runs whose script does not say. */
  readonly initContainer: number;
  /** How long a container takes to end after TERM, unless its script says otherwise. */
  readonly stopContainer: number;
  /** How long a container that failed is shown as failed before its back-off is, or another attempt. */
  readonly retry: number;
}

/** Quick, but a person can follow: some 200 ms until a pod runs. */
export const DEFAULT_PACE: Pace = {
  schedule: 10,
  bindVolume: 40,
  growVolume: 4000,
  createSandbox: 80,
  pullImage: 30,
  startContainer: 60,
  initContainer: 100,
  stopContainer: 50,
  retry: 1000,
};
