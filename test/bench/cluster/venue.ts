import type { Bench } from '../bench.js';
import { service } from '../pets/manifests.js';
import { Api } from './api.js';
import { EmbeddedCluster } from './embedded-cluster.js';
import { FakeNode } from './fake-node.js';
import { Watched } from './watched.js';

const NAMESPACES = '/api/v1/namespaces';
const PREFIX = 'petset-bench-';

/** A cluster on which sets are measured: an embedded one, or that which the user names. Nothing of them stays there. */
export class Venue {
  readonly kubeconfig: string;
  readonly #api: Api;
  readonly #namespaces: string[] = [];
  readonly #closers: (() => Promise<void>)[] = [];
  #node: FakeNode | undefined;

  private constructor(kubeconfig: string, api: Api) {
    this.kubeconfig = kubeconfig;
    this.#api = api;
  }

  static async open(bench: Bench): Promise<Venue> {
    const { kubeconfig, fakeNode } = bench.choices;
    if (kubeconfig === undefined) {
      const cluster = await EmbeddedCluster.start(bench);
      const venue = new Venue(cluster.kubeconfig, await Api.of(cluster.kubeconfig));
      venue.#closers.push(() => cluster.stop());
      return venue;
    }
    const venue = new Venue(kubeconfig, await Api.of(kubeconfig));
    if (!fakeNode) return venue;
    const node = await FakeNode.join(venue.#api, (namespace) => namespace.startsWith(PREFIX));
    venue.#node = node;
    venue.#closers.push(
      () => node.leave(),
      () => venue.#removeNamespaces(),
    );
    return venue;
  }

  /** The node of ours, where there is one. */
  get node(): string | undefined {
    return this.#node?.name;
  }

  /** A namespace that is there only for this, with the service of a set in it. */
  async namespace(): Promise<string> {
    const name = `${PREFIX}${Math.random().toString(36).slice(2, 10)}`;
    this.#namespaces.push(name);
    await this.#api.send('POST', NAMESPACES, { metadata: { name } });
    await this.#api.send('POST', `${NAMESPACES}/${name}/services`, service(name));
    // A real cluster puts it there some time later, and takes no pod before that.
    const accounts = await Watched.of(this.#api, `${NAMESPACES}/${name}/serviceaccounts`);
    await accounts.until((all) => all.has('default'));
    accounts.end();
    return name;
  }

  async remove(namespace: string): Promise<void> {
    const all = await Watched.of(this.#api, `${NAMESPACES}?fieldSelector=metadata.name%3D${namespace}`);
    try {
      if (all.objects.has(namespace)) await this.#api.send('DELETE', `${NAMESPACES}/${namespace}`);
      await all.until((objects) => !objects.has(namespace));
    } finally {
      all.end();
    }
    this.#namespaces.splice(this.#namespaces.indexOf(namespace), 1);
  }

  /** Throws what our node tripped over, if it did. */
  check(): void {
    this.#node?.check();
  }

  async close(): Promise<void> {
    for (const close of this.#closers.toReversed()) await close();
    this.#api.close();
  }

  async #removeNamespaces(): Promise<void> {
    for (const namespace of [...this.#namespaces]) await this.remove(namespace);
  }
}
