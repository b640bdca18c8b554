import { DEFAULT_BEHAVIOUR } from './behaviour.js';
import type { Behaviour } from './behaviour.js';
import { behaviourIn } from './parse-script.js';
import type { Script } from './parse-script.js';

/** What the containers of an image do whose name fits. */
export interface ImageRow {
  readonly image: (name: string) => boolean;
  /** By container; `*` are those that it does not name. */
  readonly script: Script;
}

/** The first row that fits counts; an annotation of the pod has the last word. */
export type ImageTable = readonly ImageRow[];

/** Rows of every sandbox, which come last. */
export const BUILT_IN_IMAGES: ImageTable = [
  // A top-level domain that is kept free of names (RFC 2606).
  { image: (name) => /^[^/]*\.invalid(?::\d+)?\//.test(name), script: new Map([['*', { pulls: false }]]) },
];

export function behaviourOfImage(images: ImageTable, image: string, container: string): Behaviour {
  const row = images.find((one) => one.image(image));
  return { ...DEFAULT_BEHAVIOUR, ...(row !== undefined && behaviourIn(row.script, container)) };
}

/** Why an image cannot be pulled, as containerd tells it. */
export function pullFailure(image: string, why = ''): string {
  const host = image.includes('/') ? (image.split('/')[0] ?? '') : 'docker.io';
  const prefix = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": `;
  if (why !== '') return `${prefix}${why}`;
  if (!/\.invalid(?::\d+)?$/.test(host)) return `${prefix}${image}: not found`;
  const [, path = '', tag = 'latest'] = /^[^/]+\/(.+?)(?::([^:/]+))?$/.exec(image) ?? [];
  const request = `Head "https://${host}/v2/${path}/manifests/${tag}"`;
  return `${prefix}failed to do request: ${request}: dial tcp: lookup ${host}: no such host`;
}
