import type { KubeObject } from '../petset/kubernetes.js';
import { type Answer, ifThere, orFail } from './api-error.js';
import type { Client } from './client.js';
import { type Resource, trusted } from './resource.js';

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Finds out how a server serves the kinds that we do not know by heart; asks once for each group and version. */
export class Discovery {
  private readonly client: Client;
  private readonly asked = new Map<string, Promise<Answer<unknown>>>();

  constructor(client: Client) {
    this.client = client;
  }

  /** Nothing where the server has no such kind. Throws a `Failure` when it cannot be asked. */
  async find(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const answer = orFail(ifThere(await this.ask(apiVersion)));
    const { resources = [] } = (answer ?? {}) as { readonly resources?: readonly ApiResource[] };
    const found = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
    if (found === undefined) return undefined;
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    return { group, version, plural: found.name, kind, namespaced: found.namespaced, read: trusted<KubeObject> };
  }

  private ask(apiVersion: string): Promise<Answer<unknown>> {
    const known = this.asked.get(apiVersion);
    if (known !== undefined) return known;
    const asking = this.client.raw(apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
    this.asked.set(apiVersion, asking);
    return asking;
  }
}
