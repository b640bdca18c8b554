import type { KubeObject } from './kubernetes.js';

export interface ServicePort {
  /** A service of one port may do without. */
  readonly name?: string;
  readonly protocol?: string;
  readonly port: number;
  /** A port of the pods, or the name that a container has for it; where there is none, the same as `port`. */
  readonly targetPort?: number | string;
}

export interface Service extends KubeObject {
  readonly spec: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly ports?: readonly ServicePort[];
    readonly selector?: Readonly<Record<string, string>>;
    readonly publishNotReadyAddresses?: boolean;
  };
}
