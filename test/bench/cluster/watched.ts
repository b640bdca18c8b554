import type { Api, KubeObject, ObjectEvent } from './api.js';

/** After a server that did not answer. */
const RETRY_MS = 100;

/** What is there of a collection, by name, as a watch tells it; a server may end that at any time, and is then asked anew. */
export class Watched {
  readonly objects = new Map<string, KubeObject>();
  readonly #api: Api;
  readonly #path: string;
  readonly #listeners = new Set<(event: ObjectEvent) => void>();
  #end: () => void = () => undefined;
  #isEnded = false;

  private constructor(api: Api, path: string) {
    this.#api = api;
    this.#path = path;
  }

  /** `path` may have a query. */
  static async of(api: Api, path: string): Promise<Watched> {
    const watched = new Watched(api, path);
    await watched.#open();
    return watched;
  }

  /** Resolves with the first event from now on that says so. */
  event(isIt: (event: ObjectEvent) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const listener = (event: ObjectEvent): void => {
        if (!isIt(event)) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  /** Resolves once it is so, which may be now. */
  async until(isSo: (objects: ReadonlyMap<string, KubeObject>) => boolean): Promise<void> {
    if (!isSo(this.objects)) await this.event(() => isSo(this.objects));
  }

  onEvent(listener: (event: ObjectEvent) => void): void {
    this.#listeners.add(listener);
  }

  end(): void {
    this.#isEnded = true;
    this.#end();
  }

  async #open(): Promise<void> {
    const { items, metadata } = await this.#api.list(this.#path);
    const present = new Set(items.map((object) => object.metadata.name));
    for (const object of this.objects.values()) {
      if (!present.has(object.metadata.name)) this.#take({ type: 'DELETED', object });
    }
    for (const object of items) this.#take({ type: 'ADDED', object });
    const query = `${this.#path.includes('?') ? '&' : '?'}watch=1&resourceVersion=${metadata.resourceVersion}`;
    const onEnd = (): void => this.#again();
    this.#end = await this.#api.watch(this.#path + query, (event) => this.#take(event), onEnd);
  }

  #again(): void {
    if (this.#isEnded) return;
    this.#open().catch(() => setTimeout(() => this.#again(), RETRY_MS));
  }

  #take(event: ObjectEvent): void {
    const { type, object } = event;
    if (type === 'DELETED') this.objects.delete(object.metadata.name);
    else if (type === 'ADDED' || type === 'MODIFIED') this.objects.set(object.metadata.name, object);
    for (const listener of this.#listeners) listener(event);
  }
}

export const isReady = ({ status }: KubeObject): boolean =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
