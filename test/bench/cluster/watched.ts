import type { Api, KubeObject, ObjectEvent } from './api.js';

/** What is there of a collection, by name, as a watch tells it. */
export class Watched {
  readonly objects = new Map<string, KubeObject>();
  readonly #listeners = new Set<(event: ObjectEvent) => void>();
  #end: () => void = () => undefined;

  /** `path` may have a query. */
  static async of(api: Api, path: string): Promise<Watched> {
    const watched = new Watched();
    const [plain, query] = path.split('?');
    const list = await api.list(path);
    for (const object of list.items) watched.#take({ type: 'ADDED', object });
    const parameters = `${query === undefined ? '' : `${query}&`}watch=1&resourceVersion=${list.metadata.resourceVersion}`;
    watched.#end = await api.watch(`${plain}?${parameters}`, (event) => watched.#take(event));
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
    this.#end();
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
