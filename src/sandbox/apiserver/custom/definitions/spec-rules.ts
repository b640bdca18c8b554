import { asJson, equalJson, own } from '../../../model/json.js';
import type { Json } from '../../../model/json.js';
import type { FieldError } from '../../status/field-error.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../../status/field-error.js';
import { dns1035Faults, dnsSubdomainFaults } from '../../validation/name.js';
import { rulesErrors } from '../cel/rule-errors.js';
import type { DefinedVersion, DefinitionSpec } from '../definition.js';
import { versionsOf } from '../definition.js';
import { asRoot, eachSchema } from '../schema.js';
import type { Schema } from '../schema.js';
import { columnErrors, scaleErrors, selectableErrors } from './version-rules.js';
import { defaultErrors } from './default-rules.js';
import { nameErrors, requiredNameErrors } from './name-rules.js';
import { schemaErrors } from './schema-rules.js';
import { structuralErrors } from './structural.js';

const SCOPES = ['Cluster', 'Namespaced'];

/** What is wrong with the spec of a definition (apiextensions-apiserver pkg/apis/apiextensions/validation). */
export function specErrors(spec: DefinitionSpec): FieldError[] {
  const versions = versionsOf(spec);
  const shared = sharedParts(versions);
  const [first] = versions;
  return [
    ...groupErrors(spec.group),
    ...scopeErrors(spec.scope),
    ...versions.flatMap((version, index) => missingSchema(version, index)),
    ...defaultsNeedPruning(spec),
    ...versions.flatMap((version, index) => versionErrors(version, `spec.versions[${index}]`, shared)),
    ...versionListErrors(versions),
    ...requiredNameErrors(spec.names),
    ...nameErrors(spec.names, 'spec.names'),
    ...(first === undefined ? [] : firstVersionErrors(first)),
    ...(first === undefined ? [] : sharedErrors(first, versions, shared)),
    ...conversionErrors(spec),
  ];
}

function groupErrors(group: string): FieldError[] {
  if (group === '') return [required('spec.group')];
  const faults = dnsSubdomainFaults(group);
  if (faults.length > 0) return [invalidValue('spec.group', group, faults.join(','))];
  return group.includes('.') ? [] : [invalidValue('spec.group', group, 'should be a domain with at least one dot')];
}

function scopeErrors(scope: string): FieldError[] {
  if (scope === '') return [required('spec.scope')];
  return SCOPES.includes(scope) ? [] : [notSupported('spec.scope', scope, SCOPES)];
}

const missingSchema = ({ schema }: DefinedVersion, index: number): FieldError[] =>
  schema?.openAPIV3Schema === undefined ? [required(`spec.versions[${index}].schema.openAPIV3Schema`)] : [];

function defaultsNeedPruning(spec: DefinitionSpec): FieldError[] {
  if (spec.preserveUnknownFields !== true) return [];
  const words = 'must be false in order to use defaults in the schema';
  const hasDefaults = versionsOf(spec).some(
    ({ schema }) => schema?.openAPIV3Schema && hasDefault(schema.openAPIV3Schema),
  );
  return hasDefaults ? [invalidValue('spec.preserveUnknownFields', true, words)] : [];
}

function hasDefault(schema: Schema): boolean {
  const found: Schema[] = [];
  eachSchema(schema, (one) => {
    if (one.default !== undefined) found.push(one);
  });
  return found.length > 0;
}

/** What all versions say alike is told of the definition as a whole. */
const PARTS = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

type Part = (typeof PARTS)[number];

/** The server's names of the parts, where they are those of the whole. */
const SHARED_NAMES: Readonly<Record<Part, string>> = {
  schema: 'spec.validation',
  subresources: 'spec.subresources',
  additionalPrinterColumns: 'spec.additionalPrinterColumns',
  selectableFields: 'spec.selectableFields',
};

const sharedParts = (versions: readonly DefinedVersion[]): ReadonlySet<Part> =>
  new Set(PARTS.filter((part) => versions.every((version) => equalJson(version[part], versions[0]?.[part]))));

function versionErrors(version: DefinedVersion, path: string, shared: ReadonlySet<Part>): FieldError[] {
  const faults = dns1035Faults(version.name);
  return [
    ...(faults.length === 0 ? [] : [invalidValue(`${path}.name`, version.name, faults.join(','))]),
    ...deprecationErrors(version, `${path}.deprecationWarning`),
    ...PARTS.filter((part) => !shared.has(part)).flatMap((part) =>
      partErrors(part, version, `${path}.${part}`, version),
    ),
  ];
}

/** The first version is that of the whole, too. */
function firstVersionErrors({ name }: DefinedVersion): FieldError[] {
  const faults = dns1035Faults(name);
  return faults.length === 0 ? [] : [invalidValue('spec.version', name, faults.join(','))];
}

function sharedErrors(
  version: DefinedVersion,
  versions: readonly DefinedVersion[],
  shared: ReadonlySet<Part>,
): FieldError[] {
  const withStatus = versions.find(({ subresources }) => subresources?.status !== undefined) ?? version;
  return PARTS.filter((part) => shared.has(part)).flatMap((part) =>
    partErrors(part, version, SHARED_NAMES[part], withStatus),
  );
}

function partErrors(part: Part, version: DefinedVersion, path: string, status: DefinedVersion): FieldError[] {
  const { schema, subresources, additionalPrinterColumns = [], selectableFields = [] } = version;
  switch (part) {
    case 'schema':
      return partSchemaErrors(version, `${path}.openAPIV3Schema`, status);
    case 'subresources':
      return scaleErrors(subresources?.scale, path);
    case 'additionalPrinterColumns':
      return columnErrors(additionalPrinterColumns, path);
    case 'selectableFields':
      return selectableErrors(selectableFields, schema?.openAPIV3Schema ?? {}, path);
  }
}

function partSchemaErrors({ schema }: DefinedVersion, path: string, { subresources }: DefinedVersion): FieldError[] {
  const whole = schema?.openAPIV3Schema;
  return whole === undefined ? [] : wholeSchemaErrors(whole, path, subresources?.status !== undefined);
}

function wholeSchemaErrors(schema: Schema, path: string, hasStatus: boolean): FieldError[] {
  const rootErrors = [
    ...(hasStatus ? statusRootErrors(schema, path) : []),
    ...(schema.nullable === true ? [forbiddenValue(`${path}.nullable`, 'nullable cannot be true at the root')] : []),
  ];
  const structural = structuralErrors(schema, path);
  const defaults = structural.length > 0 ? [] : defaultErrors(asRoot(schema), path);
  const others = schemaErrors(schema, { path, isRoot: true });
  const errors = [...rootErrors, ...structural, ...defaults, ...others];
  // Rules are only looked at where the schema makes sense.
  return errors.length > 0 ? errors : rulesErrors(schema, path);
}

const ROOT_FIELDS = [
  ...['Description', 'Type', 'Format', 'Title', 'Maximum', 'ExclusiveMaximum', 'Minimum', 'ExclusiveMinimum'],
  ...['MaxLength', 'MinLength', 'Pattern', 'MaxItems', 'MinItems', 'UniqueItems', 'MultipleOf', 'Required', 'Items'],
  ...['Properties', 'ExternalDocs', 'Example', 'XPreserveUnknownFields', 'XValidations'],
];

/** As a status can be validated by itself, nothing at the root says something of the whole. */
function statusRootErrors(schema: Schema, path: string): FieldError[] {
  if (schema.type !== undefined && schema.type !== 'object') {
    const words = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
    return [invalidValue(`${path}.type`, schema.type, words)];
  }
  const stray = Object.keys(schema).some(
    (key) => own(asJson(schema), key) !== undefined && !ROOT_FIELDS.includes(goName(key)),
  );
  const words = `only [${ROOT_FIELDS.join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`;
  return stray ? [invalidValue(path, { ...asJson(schema) }, words)] : [];
}

const goName = (key: string): string =>
  key
    .replace(/^x-kubernetes-/, 'x-')
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

function deprecationErrors({ deprecated = false, deprecationWarning }: DefinedVersion, path: string): FieldError[] {
  if (deprecationWarning === undefined) return [];
  const refuse = (words: string): FieldError[] => [invalidValue(path, deprecationWarning, words)];
  if (!deprecated) return refuse('can only be set for deprecated versions');
  if (deprecationWarning.length > 256) return refuse('must be <= 256 characters long');
  return deprecationWarning === '' ? refuse('must not be an empty string') : [];
}

function versionListErrors(versions: readonly DefinedVersion[]): FieldError[] {
  const names = versions.map(({ name }) => name);
  const given: Json = versions.map(shownVersion);
  const oneStorage = 'must have exactly one version marked as storage version';
  return [
    ...(new Set(names).size < names.length
      ? [invalidValue('spec.versions', given, 'must contain unique version names')]
      : []),
    ...(versions.filter(({ storage }) => storage).length === 1
      ? []
      : [invalidValue('spec.versions', given, oneStorage)]),
  ];
}

/** A version as the server shows it in errors: what all versions say alike is elsewhere by then. */
const shownVersion = ({ name, served, storage, deprecated = false, deprecationWarning }: DefinedVersion): Json => ({
  Name: name,
  Served: served,
  Storage: storage,
  Deprecated: deprecated,
  DeprecationWarning: deprecationWarning ?? null,
  Schema: null,
  Subresources: null,
  AdditionalPrinterColumns: null,
  SelectableFields: null,
});

/** Objects are the same in all versions here: nobody is asked to convert them. */
function conversionErrors({ conversion }: DefinitionSpec): FieldError[] {
  if (conversion === undefined) return [];
  const { strategy, webhook } = conversion;
  const path = 'spec.conversion';
  if (strategy === '') return [required(`${path}.strategy`)];
  if (strategy !== 'None' && strategy !== 'Webhook') {
    return [notSupported(`${path}.strategy`, strategy, ['None', 'Webhook'])];
  }
  if (strategy === 'Webhook' && webhook === undefined) {
    return [
      required(`${path}.webhookClientConfig`, 'required when strategy is set to Webhook'),
      required(`${path}.conversionReviewVersions`),
    ];
  }
  if (strategy === 'Webhook' || webhook === undefined) return [];
  return [forbiddenValue(`${path}.webhookClientConfig`, 'should not be set when strategy is not set to Webhook')];
}
