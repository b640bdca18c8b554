import { type FieldError, type FieldPath, invalid } from './field-error.js';
import { getIn, isList, isMap, setIn } from './json-edit.js';
import type { Json } from './kubernetes.js';
import { PETSET_API_VERSION, PETSET_KIND } from './petset.js';

/** One thing of 2016 that became one of today. */
export interface Translation {
  readonly path: FieldPath;
  /** What became what, to be read after the place. */
  readonly told: string;
}

export interface Translated {
  readonly document: Json;
  readonly translations: readonly Translation[];
  readonly errors: readonly FieldError[];
}

/** An annotation that a server of 2016 obeyed and one of today ignores. */
interface LegacyAnnotation {
  readonly annotation: string;
  /** Puts what the annotation means into the object whose metadata carries it. */
  readonly translate: (
    owner: Json,
    value: string,
  ) => { readonly owner: Json; readonly told: string } | { readonly problem: string };
}

const IN_PODS: readonly LegacyAnnotation[] = [
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-containers',
].map((annotation) => ({
  annotation,
  translate: (pod, value) => {
    const containers = parseList(value);
    if (containers === undefined) return { problem: 'must be a list of containers in JSON' };
    return { owner: setIn(pod, ['spec', 'initContainers'], containers), told: 'became spec.initContainers' };
  },
}));

const IN_CLAIMS: readonly LegacyAnnotation[] = [
  {
    annotation: 'volume.alpha.kubernetes.io/storage-class',
    translate: (claim) => ({
      owner: claim,
      told: 'dropped: whatever its value, it meant the default storage class',
    }),
  },
  {
    annotation: 'volume.beta.kubernetes.io/storage-class',
    translate: (claim, value) => ({
      owner: setIn(claim, ['spec', 'storageClassName'], value),
      told: 'became spec.storageClassName',
    }),
  },
];

const IN_SERVICES: readonly LegacyAnnotation[] = [
  {
    annotation: 'service.alpha.kubernetes.io/tolerate-unready-endpoints',
    translate: (service, value) => ({
      owner: setIn(service, ['spec', 'publishNotReadyAddresses'], value === 'true'),
      told: 'became spec.publishNotReadyAddresses',
    }),
  },
];

/** Where in a document of a kind the annotations of a table may stand: the paths of the objects that carry them. */
const PLACES: readonly {
  readonly kinds: readonly string[];
  readonly owners: (document: Json) => readonly FieldPath[];
  readonly annotations: readonly LegacyAnnotation[];
}[] = [
  { kinds: [PETSET_KIND], owners: () => [['spec', 'template']], annotations: IN_PODS },
  { kinds: [PETSET_KIND], owners: claimTemplates, annotations: IN_CLAIMS },
  { kinds: ['PersistentVolumeClaim'], owners: () => [[]], annotations: IN_CLAIMS },
  { kinds: ['Service'], owners: () => [[]], annotations: IN_SERVICES },
];

/** Takes a document of 2016 for what it meant; one of today comes back as it is. */
export function translateLegacy(document: Json): Translated {
  const kind = getIn(document, ['kind']);
  const start = translateVersion(document);
  return PLACES.filter(({ kinds }) => typeof kind === 'string' && kinds.includes(kind)).reduce(
    (translated, { owners, annotations }) =>
      owners(document).reduce(
        (at, owner) => annotations.reduce((each, legacy) => translateAnnotation(each, owner, legacy), at),
        translated,
      ),
    start,
  );
}

function translateVersion(document: Json): Translated {
  const isLegacy = getIn(document, ['kind']) === PETSET_KIND && getIn(document, ['apiVersion']) === 'apps/v1alpha1';
  if (!isLegacy) return { document, translations: [], errors: [] };
  const told = `apps/v1alpha1 became ${PETSET_API_VERSION}`;
  return {
    document: setIn(document, ['apiVersion'], PETSET_API_VERSION),
    translations: [{ path: ['apiVersion'], told }],
    errors: [],
  };
}

function translateAnnotation(
  at: Translated,
  ownerPath: FieldPath,
  { annotation, translate }: LegacyAnnotation,
): Translated {
  const path = [...ownerPath, 'metadata', 'annotations', annotation];
  const value = getIn(at.document, path);
  if (typeof value !== 'string') return at;
  const result = translate(getIn(at.document, ownerPath) ?? null, value);
  if ('problem' in result) return { ...at, errors: [...at.errors, invalid(path, value, result.problem)] };
  const document = withoutAnnotation(setIn(at.document, ownerPath, result.owner), path);
  return {
    ...at,
    document,
    translations: [...at.translations, { path, told: `annotation ${annotation} ${result.told}` }],
  };
}

function withoutAnnotation(document: Json, path: FieldPath): Json {
  const rest = setIn(document, path, undefined);
  const all = path.slice(0, -1);
  const isLast = Object.keys(getIn(rest, all) ?? {}).length === 0;
  return isLast ? setIn(document, all, undefined) : rest;
}

function claimTemplates(document: Json): readonly FieldPath[] {
  const templates = getIn(document, ['spec', 'volumeClaimTemplates']);
  return isList(templates) ? templates.map((_, index) => ['spec', 'volumeClaimTemplates', index]) : [];
}

function parseList(text: string): readonly Json[] | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isList(value) && value.every(isMap) ? value : undefined;
  } catch {
    return undefined;
  }
}
