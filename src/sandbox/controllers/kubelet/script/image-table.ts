import { DEFAULT_BEHAVIOUR } from './behaviour.js';
import type { Behaviour } from './behaviour.js';

/** What images do whose name says so. The first row that fits counts; an annotation of the pod has the last word. */
const IMAGE_TABLE: readonly { readonly image: RegExp; readonly behaviour: Partial<Behaviour> }[] = [
  // A top-level domain that is kept free of names (RFC 2606).
  { image: /^[^/]*\.invalid(?::\d+)?\//, behaviour: { pulls: false } },
];

export function behaviourOfImage(image: string): Behaviour {
  const row = IMAGE_TABLE.find((one) => one.image.test(image));
  return { ...DEFAULT_BEHAVIOUR, ...row?.behaviour };
}

/** Why an image cannot be pulled, as containerd tells it. */
export function pullFailure(image: string): string {
  const host = image.includes('/') ? (image.split('/')[0] ?? '') : 'docker.io';
  const prefix = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": `;
  if (!/\.invalid(?::\d+)?$/.test(host)) return `${prefix}${image}: not found`;
  const [, path = '', tag = 'latest'] = /^[^/]+\/(.+?)(?::([^:/]+))?$/.exec(image) ?? [];
  const request = `Head "https://${host}/v2/${path}/manifests/${tag}"`;
  return `${prefix}failed to do request: ${request}: dial tcp: lookup ${host}: no such host`;
}
