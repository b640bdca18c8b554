import type { FieldError } from '../../status/field-error.js';
import { duplicate, invalidValue, required } from '../../status/field-error.js';
import type { PrinterColumn, ScalePaths } from '../definition.js';
import { valuesOf } from '../schema.js';
import type { Schema } from '../schema.js';

/** What is wrong with the columns, scale and selectable fields of a version. */

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

export const columnErrors = (columns: readonly PrinterColumn[], path: string): FieldError[] =>
  columns.flatMap((column, index) => oneColumnErrors(column, `${path}[${index}]`));

function oneColumnErrors({ name, type, format = '', jsonPath }: PrinterColumn, path: string): FieldError[] {
  const oneOf = (words: readonly string[]): string => `must be one of ${words.join(',')}`;
  return [
    ...(name === '' ? [required(`${path}.name`)] : []),
    ...(type === '' ? [required(`${path}.type`, oneOf(COLUMN_TYPES))] : []),
    ...(type === '' || COLUMN_TYPES.includes(type) ? [] : [invalidValue(`${path}.type`, type, oneOf(COLUMN_TYPES))]),
    ...(format === '' || COLUMN_FORMATS.includes(format)
      ? []
      : [invalidValue(`${path}.format`, format, oneOf(COLUMN_FORMATS))]),
    ...(jsonPath === '' ? [required(`${path}.JSONPath`)] : simplePathErrors(jsonPath, `${path}.JSONPath`)),
  ];
}

const simplePathErrors = (text: string, path: string): FieldError[] =>
  text.startsWith('.') ? [] : [invalidValue(path, text, 'must be a simple json path starting with .')];

export function scaleErrors(scale: ScalePaths | undefined, path: string): FieldError[] {
  if (scale === undefined) return [];
  const { specReplicasPath, statusReplicasPath, labelSelectorPath = '' } = scale;
  return [
    ...replicasErrors(specReplicasPath, '.spec', `${path}.scale.specReplicasPath`),
    ...replicasErrors(statusReplicasPath, '.status', `${path}.scale.statusReplicasPath`),
    ...(labelSelectorPath === '' ? [] : selectorErrors(labelSelectorPath, `${path}.scale.labelSelectorPath`)),
  ];
}

function replicasErrors(text: string, root: string, path: string): FieldError[] {
  if (text === '') return [required(path)];
  const errors = simplePathErrors(text, path);
  if (errors.length > 0 || text.startsWith(`${root}.`)) return errors;
  return [invalidValue(path, text, `should be a json path under ${root}`)];
}

function selectorErrors(text: string, path: string): FieldError[] {
  const errors = simplePathErrors(text, path);
  if (errors.length > 0 || text.startsWith('.spec.') || text.startsWith('.status.')) return errors;
  return [invalidValue(path, text, 'should be a json path under either .spec or .status')];
}

const MOST_SELECTABLE = 8;
const SELECTABLE_TYPES = ['string', 'boolean', 'integer'];

export function selectableErrors(fields: readonly { jsonPath: string }[], schema: Schema, path: string): FieldError[] {
  const paths = fields.map(({ jsonPath }) => jsonPath);
  const count = new Set(paths).size;
  const tooMany = {
    reason: 'FieldValueTooMany',
    field: path,
    message: `Too many: ${count}: must have at most ${MOST_SELECTABLE} items`,
  };
  return [
    ...paths.flatMap((text, index) =>
      oneSelectableErrors(text, schema, paths.indexOf(text) < index, `${path}[${index}].jsonPath`),
    ),
    ...(count > MOST_SELECTABLE ? [tooMany] : []),
  ];
}

function oneSelectableErrors(text: string, schema: Schema, isRepeated: boolean, path: string): FieldError[] {
  if (text === '') return [required(path)];
  const refuse = (words: string): FieldError[] => [invalidValue(path, text, words)];
  if (text.includes('[')) return refuse('is an invalid path: array notation is not allowed');
  if (!text.startsWith('.')) return refuse(`is an invalid path: expected [ or . but got: ${text}`);
  const found = schemaAt(schema, text.slice(1).split('.'));
  if (found === undefined) return refuse('is an invalid path: does not refer to a valid field');
  const words =
    'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
  return [
    ...(text.startsWith('.metadata') ? refuse('must not point to fields in metadata') : []),
    ...(SELECTABLE_TYPES.includes(found.type ?? '') ? [] : refuse(words)),
    ...(isRepeated ? [duplicate(path, text)] : []),
  ];
}

const schemaAt = (schema: Schema, names: readonly string[]): Schema | undefined =>
  names.reduce<Schema | undefined>((one, name) => one && (one.properties?.[name] ?? valuesOf(one)), schema);
