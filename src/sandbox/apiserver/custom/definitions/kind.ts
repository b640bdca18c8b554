import { timestamp } from '../../../platform/clock.js';
import type { Kind } from '../../kinds/kind.js';
import { orderedMeta } from '../../schema/ordered-meta.js';
import type { FieldError } from '../../status/field-error.js';
import { invalidValue, required } from '../../status/field-error.js';
import { columns, CREATED_DESCRIPTION, NAME_DESCRIPTION } from '../../tables/printer.js';
import type { Definition } from '../definition.js';
import { isTrue, versionsOf } from '../definition.js';
import { eachSchema } from '../schema.js';
import { isKnownFormat } from '../validation/formats.js';
import { DEFINITION_GROUP, setCondition } from './conditions.js';
import { decodeDefinition } from './decode.js';
import { nameErrors } from './name-rules.js';
import { ordered } from './names.js';
import { specErrors } from './spec-rules.js';

/** What keeps a definition until its objects are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

export const DEFINITION: Kind<Definition> = {
  group: DEFINITION_GROUP,
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  hasStatus: true,
  countsGenerations: true,
  needsResourceVersion: true,
  printer: {
    columns: columns('Name', 'Created At:date').map((column) => ({
      ...column,
      description: column.name === 'Name' ? NAME_DESCRIPTION : CREATED_DESCRIPTION,
    })),
    row: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? ''],
  },
  decode: decodeDefinition,
  setDefaults: ({ spec }) => {
    const { names } = spec;
    names.singular ??= names.kind.toLowerCase();
    if (names.kind !== '') names.listKind ??= `${names.kind}List`;
    spec.names = ordered(names);
    spec.conversion ??= { strategy: 'None' };
  },
  prepareCreate: (definition) => {
    definition.status = {
      conditions: null,
      acceptedNames: { plural: '', kind: '' },
      storedVersions: storageOf(definition),
    };
    if (definition.status.storedVersions?.length === 0) definition.status.storedVersions = null;
  },
  prepareUpdate: (definition) => {
    const stored = definition.status.storedVersions ?? [];
    const added = storageOf(definition).filter((name) => !stored.includes(name));
    if (added.length > 0) definition.status = { ...definition.status, storedVersions: [...stored, ...added] };
  },
  beginDelete: (definition, now) => {
    const at = timestamp(now);
    const { finalizers = [] } = definition.metadata;
    definition.metadata = orderedMeta({
      ...definition.metadata,
      deletionTimestamp: at,
      finalizers: finalizers.includes(CLEANUP_FINALIZER) ? finalizers : [...finalizers, CLEANUP_FINALIZER],
    });
    setCondition(definition, now, {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    });
  },
  validate: (definition) => [
    ...nameMatches(definition),
    ...specErrors(definition.spec),
    ...nameErrors(definition.status.acceptedNames, 'status.acceptedNames'),
    ...storedVersionErrors(definition),
    ...approvalErrors(definition),
    ...(definition.spec.preserveUnknownFields === true ? [UNKNOWN_FIELDS] : []),
  ],
  validateUpdate: immutableErrors,
  warnings: formatWarnings,
};

const storageOf = ({ spec }: Definition): string[] =>
  versionsOf(spec)
    .filter(({ storage }) => storage)
    .slice(0, 1)
    .map(({ name }) => name);

function nameMatches({ metadata, spec }: Definition): FieldError[] {
  const { name } = metadata;
  const isStored = (metadata.resourceVersion ?? '') !== '';
  // That the name of one that is stored does not change is told otherwise.
  if (isStored || name === `${spec.names.plural}.${spec.group}` || name === '') return [];
  return [invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group')];
}

function storedVersionErrors({ spec, status }: Definition): FieldError[] {
  const path = 'status.storedVersions';
  const stored = status.storedVersions ?? [];
  if (stored.length === 0) return [invalidValue(path, status.storedVersions, 'must have at least one stored version')];
  const names = versionsOf(spec).map(({ name }) => name);
  const missing = versionsOf(spec).filter(({ name, storage }) => storage && !stored.includes(name));
  if (missing.length > 0) {
    return missing.map(({ name }) => invalidValue(path, stored, `must have the storage version ${name}`));
  }
  return stored.flatMap((name, index) => {
    const words = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    return names.includes(name) ? [] : [invalidValue(`${path}[${index}]`, name, words)];
  });
}

const APPROVAL = 'api-approved.kubernetes.io';

/** Groups of Kubernetes itself are not for everybody. */
function approvalErrors({ metadata, spec }: Definition): FieldError[] {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(spec.group)) return [];
  const field = `metadata.annotations[${APPROVAL}]`;
  const approval = metadata.annotations?.[APPROVAL] ?? '';
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (approval === '') {
    return [required(field, `protected groups must have approval annotation "${APPROVAL}", ${see}`)];
  }
  if (approval.startsWith('unapproved') || URL.canParse(approval)) return [];
  const words = `protected groups must have approval annotation "${APPROVAL}" with either a URL or a reason starting with "unapproved", ${see}`;
  return [invalidValue(field, approval, words)];
}

const UNKNOWN_FIELDS = invalidValue(
  'spec.preserveUnknownFields',
  true,
  'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
);

/** Once it is established, what its objects are stored by does not change. */
function immutableErrors({ spec }: Definition, present: Definition): FieldError[] {
  const was = present.spec;
  const same = (value: string, old: string, field: string): FieldError[] =>
    value === old ? [] : [invalidValue(`spec.${field}`, value, 'field is immutable')];
  return [
    ...(isTrue(present, 'Established')
      ? [...same(spec.scope, was.scope, 'scope'), ...same(spec.names.kind, was.names.kind, 'names.kind')]
      : []),
    ...same(spec.group, was.group, 'group'),
    ...same(spec.names.plural, was.names.plural, 'names.plural'),
  ];
}

function formatWarnings({ spec }: Definition): string[] {
  const warnings: string[] = [];
  for (const { schema } of versionsOf(spec)) {
    if (schema?.openAPIV3Schema === undefined) continue;
    eachSchema(schema.openAPIV3Schema, ({ type, format }) => {
      if (format === undefined || format === '' || type !== 'string' || isKnownFormat(format)) return;
      warnings.push(`unrecognized format ${JSON.stringify(format)}`);
    });
  }
  return [...new Set(warnings)];
}
