import type { Container, PodTemplate } from './kubernetes.js';

/** Stands for every container. */
const EVERY = '*';

/** A template with other images, or the first container that is to have one and is not there. */
export type ImageChange =
  { readonly ok: true; readonly template: PodTemplate } | { readonly ok: false; readonly unknown: string };

/**
 * Gives containers other images, by their names, in their order; init containers are found too, and `*` is all of them.
 * As in kubectl pkg/cmd/set/set_image.go.
 */
export function withImages(template: PodTemplate, images: readonly ContainerImage[]): ImageChange {
  const { spec } = template;
  const known = new Set([...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name));
  const unknown = images.find(({ container }) => container !== EVERY && !known.has(container));
  if (unknown !== undefined) return { ok: false, unknown: unknown.container };
  const imaged = (container: Container): Container => {
    const image = images.findLast((each) => each.container === EVERY || each.container === container.name)?.image;
    return image === undefined ? container : { ...container, image };
  };
  return {
    ok: true,
    template: {
      ...template,
      spec: {
        ...spec,
        containers: spec.containers.map(imaged),
        ...(spec.initContainers && { initContainers: spec.initContainers.map(imaged) }),
      },
    },
  };
}

export interface ContainerImage {
  readonly container: string;
  readonly image: string;
}
