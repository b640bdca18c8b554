import type { Json } from '../../model/json.js';
import { asJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { apiVersionOf } from '../kinds/kind.js';
import type { Kind, ScaleRules, StoredAs } from '../kinds/kind.js';
import { SCALE } from '../kinds/scale.js';
import { forbidden } from '../status/api-error.js';
import { rulesOf } from './cel/rules.js';
import { customPrinter } from './columns.js';
import { decodeCustom, readStored } from './content/decode.js';
import { versionsOf } from './definition.js';
import type { Definition, DefinedVersion, ScalePaths } from './definition.js';
import { finalizerWarnings } from './finalizer-warnings.js';
import { parseJsonPath } from './json-path.js';
import type { Schema } from './schema.js';
import { shapeOfObjects } from './shape.js';
import { ObjectRules } from './validation/object.js';
import { namesOf, valueAt } from './validation/scale.js';

export interface KindOfVersion {
  readonly version: DefinedVersion;
  readonly kind: Kind;
}

/** What the kinds of a definition have to know of its life. */
export interface Life {
  /** Ends with the definition, and with each change of it. */
  readonly retired: AbortSignal;
  readonly isTerminating: () => boolean;
}

/** The kinds that a definition makes, one a version; all store in the version that the definition names for it. */
export const kindsOf = (definition: Definition, life: Life): KindOfVersion[] =>
  versionsOf(definition.spec).map((version) => ({ version, kind: kindOf(definition, version, life) }));

function kindOf(definition: Definition, version: DefinedVersion, { retired, isTerminating }: Life): Kind {
  const { group, scope } = definition.spec;
  const names = definition.status.acceptedNames;
  const { status, scale } = version.subresources ?? {};
  const schema = version.schema?.openAPIV3Schema ?? {};
  const rules = new ObjectRules(schema, scale, rulesOf(schema));
  const hasStatus = status !== undefined;
  return {
    group,
    version: version.name,
    kind: names.kind,
    plural: names.plural,
    singular: names.singular ?? '',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: scope === 'Namespaced',
    hasStatus,
    countsGenerations: true,
    needsResourceVersion: true,
    ...(scale !== undefined && { subresources: [SCALE], scale: scaleRules(scale) }),
    ...deprecationOf(definition, version),
    selectable: selectableOf(version),
    printer: customPrinter(version.additionalPrinterColumns),
    shape: shapeOfObjects(schema),
    storedAs: storedAs(definition, version, schema),
    custom: {
      listKind: names.listKind ?? `${names.kind}List`,
      retired,
      schema,
      validateUpdate: (object, present, part) =>
        part === 'main' ? rules.ofUpdate(object, present) : rules.ofStatus(object, present),
      updateWarnings: (object, present) => [...finalizerWarnings(object, present), ...rules.passed(object, present)],
    },
    decode: (value) => decodeCustom(value, schema),
    prepareCreate: (draft) => {
      if (isTerminating()) throw refuseNew(definition, draft);
      if (hasStatus) delete asJson(draft).status;
    },
    prepareStatus: keepMeta,
    validate: (object) => rules.ofNew(object),
    warnings: (object) => finalizerWarnings(object, undefined),
  };
}

/** Of an update of the status, nothing but the status counts, and who wrote it. */
function keepMeta(draft: KubeObject, present: KubeObject): void {
  const { managedFields } = draft.metadata;
  draft.metadata = { ...present.metadata, ...(managedFields !== undefined && { managedFields }) };
}

const refuseNew = ({ spec }: Definition, { metadata }: KubeObject): Error =>
  forbidden(
    { group: spec.group, plural: spec.names.plural },
    metadata.name,
    'create not allowed while custom resource definition is terminating',
  );

function storedAs({ spec }: Definition, version: DefinedVersion, schema: Schema): StoredAs {
  const { group, names } = spec;
  const storage = versionsOf(spec).find((one) => one.storage) ?? version;
  const [apiVersion, storedVersion] = [version, storage].map(({ name }) => apiVersionOf({ group, version: name }));
  const read = new WeakMap<KubeObject, KubeObject>();
  return {
    plural: names.plural,
    group,
    toStored: (object) => ({ ...object, apiVersion: storedVersion ?? '' }),
    // One that was read once is read the same way again.
    fromStored: (object) => {
      const known = read.get(object) ?? readStored(object, schema, apiVersion ?? '');
      read.set(object, known);
      return known;
    },
  };
}

function deprecationOf({ spec }: Definition, version: DefinedVersion): Pick<Kind, 'deprecation'> {
  if (version.deprecated !== true) return {};
  const { group, names, versions } = { ...spec, versions: versionsOf(spec) };
  const better = versions.find(({ deprecated, served }) => deprecated !== true && served);
  const instead = better === undefined ? '' : `; use ${group}/${better.name} ${names.kind}`;
  return {
    deprecation: version.deprecationWarning ?? `${group}/${version.name} ${names.kind} is deprecated${instead}`,
  };
}

function selectableOf({ selectableFields = [] }: DefinedVersion): NonNullable<Kind['selectable']> {
  return Object.fromEntries(
    selectableFields.map(({ jsonPath }) => {
      const path = parseJsonPath(jsonPath);
      return [jsonPath.replace(/^\./, ''), (object: KubeObject) => textOf(path(asJson(object))[0])];
    }),
  );
}

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

function scaleRules({ specReplicasPath, statusReplicasPath, labelSelectorPath }: ScalePaths): ScaleRules {
  const numberAt = (object: KubeObject, path: string): number | undefined => {
    const value = valueAt(asJson(object), path);
    return typeof value === 'number' ? value : undefined;
  };
  return {
    path: namesOf(specReplicasPath),
    read: (object) => {
      const selector = labelSelectorPath === undefined ? '' : valueAt(asJson(object), labelSelectorPath);
      return {
        replicas: numberAt(object, specReplicasPath),
        current: numberAt(object, statusReplicasPath) ?? 0,
        selector: typeof selector === 'string' ? selector : '',
      };
    },
    write: (draft, replicas) => setAt(asJson(draft), namesOf(specReplicasPath), replicas),
  };
}

function setAt(object: Record<string, Json | undefined>, names: readonly string[], value: Json): void {
  const [name = '', ...rest] = names;
  if (rest.length === 0) {
    object[name] = value;
    return;
  }
  const field = object[name];
  const within = typeof field === 'object' && field !== null && !Array.isArray(field) ? field : {};
  object[name] = within;
  setAt(within, rest, value);
}
