import { directory, file, folder } from '../../../containers/files/entry.js';
import type { Directory } from '../../../containers/files/entry.js';
import type { ConfigMap, Secret } from '../../../model/core.js';
import type { Pod } from '../../../model/pod.js';
import type { DownwardFile, KeyToPath, ProjectedSource, Volume } from '../../../model/volume.js';
import { fieldOf, resourceOf } from '../downward.js';
import type { NodeTools } from '../node-tools.js';

/** Volumes whose files are made of objects, as these are whenever somebody looks. */

type Contents = readonly (readonly [path: string, bytes: Buffer])[];

/** Nothing for a volume of another kind. */
export function generatedFiles(pod: Pod, volume: Volume, tools: NodeTools): Directory | undefined {
  const contents = contentsOf(pod, volume, tools);
  return contents === undefined ? undefined : tree(contents, Date.parse(pod.metadata.creationTimestamp ?? ''));
}

function contentsOf(pod: Pod, volume: Volume, tools: NodeTools): Contents | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap !== undefined) return ofConfigMap(pod, configMap, tools);
  if (secret !== undefined)
    return ofSecret(pod, { name: secret.secretName ?? '', items: secret.items ?? undefined }, tools);
  if (downwardAPI !== undefined) return ofDownward(pod, downwardAPI.items ?? [], tools);
  return projected?.sources?.flatMap((source) => ofSource(pod, source, tools));
}

interface Reference {
  readonly name?: string;
  readonly items?: readonly KeyToPath[] | undefined;
}

function ofConfigMap(pod: Pod, { name = '', items }: Reference, tools: NodeTools): Contents {
  const map: ConfigMap | undefined = tools.configMaps.get(pod.metadata.namespace ?? '', name);
  const texts = Object.entries(map?.data ?? {}).map(([key, text]) => [key, Buffer.from(text)] as const);
  const binary = Object.entries(map?.binaryData ?? {}).map(
    ([key, text]) => [key, Buffer.from(text, 'base64')] as const,
  );
  return chosen([...texts, ...binary], items);
}

function ofSecret(pod: Pod, { name = '', items }: Reference, tools: NodeTools): Contents {
  const secret: Secret | undefined = tools.secrets.get(pod.metadata.namespace ?? '', name);
  const all = Object.entries(secret?.data ?? {}).map(([key, text]) => [key, Buffer.from(text, 'base64')] as const);
  return chosen(all, items);
}

/** All keys, or those that are named under the names that they are given. */
function chosen(contents: Contents, items: readonly KeyToPath[] | undefined): Contents {
  if (items === undefined || items.length === 0) return contents;
  return items.flatMap(({ key, path }) =>
    contents.filter(([name]) => name === key).map(([, bytes]) => [path, bytes] as const),
  );
}

const ofDownward = (pod: Pod, items: readonly DownwardFile[], tools: NodeTools): Contents =>
  items.map(({ path, fieldRef, resourceFieldRef }) => {
    const text =
      resourceFieldRef === undefined
        ? fieldOf(pod, fieldRef?.fieldPath ?? '', tools)
        : resourceOf(pod, resourceFieldRef);
    return [path, Buffer.from(text)] as const;
  });

function ofSource(pod: Pod, source: ProjectedSource, tools: NodeTools): Contents {
  if (source.configMap !== undefined) return ofConfigMap(pod, source.configMap, tools);
  if (source.secret !== undefined) return ofSecret(pod, source.secret, tools);
  if (source.downwardAPI !== undefined) return ofDownward(pod, source.downwardAPI.items ?? [], tools);
  if (source.serviceAccountToken === undefined) return [];
  return [[source.serviceAccountToken.path, Buffer.from(tokenOf(pod))]];
}

/** A token that says whose it is, and that nobody signed: it lets nobody in. */
function tokenOf({ metadata, spec }: Pod): string {
  const { namespace = '', name, uid } = metadata;
  const account = spec.serviceAccountName ?? 'default';
  const claims = {
    sub: `system:serviceaccount:${namespace}:${account}`,
    'kubernetes.io': { namespace, pod: { name, uid } },
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

function tree(contents: Contents, now: number): Directory {
  const root = directory(now, 0o777);
  for (const [path, bytes] of contents) {
    const names = path.split('/');
    const name = names.pop() ?? '';
    folder(root, names, now).entries.set(name, file(bytes, now));
  }
  return root;
}
