import type { Json } from '../../model/json.js';
import { asJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { goJson } from '../status/field-error.js';
import { humanDuration } from '../tables/age.js';
import { CREATED_DESCRIPTION, NAME_DESCRIPTION } from '../tables/printer.js';
import type { Cell, Column, Printer } from '../tables/printer.js';
import type { PrinterColumn } from './definition.js';
import type { JsonPath } from './json-path.js';
import { parseJsonPath, PathError } from './json-path.js';

/** The table of a custom resource (apiextensions-apiserver pkg/registry/customresource/tableconvertor). */
export function customPrinter(wanted: readonly PrinterColumn[] | undefined): Printer<KubeObject> {
  const all = wanted ?? [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', description: CREATED_DESCRIPTION },
  ];
  const readable = all.map((column) => ({ column, path: pathOf(column) }));
  // The server leaves out all columns once one of them does not read.
  const shown = readable.flatMap(({ column, path }) => (path === undefined ? [] : [{ column, path }]));
  const used = shown.length === all.length ? shown : [];
  return {
    columns: [NAME, ...used.map(({ column }) => columnOf(column))],
    row: (object, now) => {
      const document = asJson(object);
      return [object.metadata.name, ...used.map(({ column, path }) => cellOf(column.type, path(document)[0], now))];
    },
  };
}

const NAME: Column = { name: 'Name', type: 'string', format: 'name', description: NAME_DESCRIPTION, priority: 0 };

function pathOf({ jsonPath }: PrinterColumn): JsonPath | undefined {
  try {
    return parseJsonPath(jsonPath);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

const columnOf = ({ name, type, format = '', description = '', priority = 0, jsonPath }: PrinterColumn): Column => ({
  name,
  type,
  format,
  description: description === '' ? `Custom resource definition column (in JSONPath format): ${jsonPath}` : description,
  priority,
});

/** The first value that a path leads to, as its column shows it; nothing for a value of another type. */
function cellOf(type: string, value: Json | undefined, now: number): Cell {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : goJson(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    default:
      return typeof value === 'string' ? ageOf(value, now) : null;
  }
}

function ageOf(time: string, now: number): string {
  const since = Date.parse(time);
  return Number.isNaN(since) ? '<invalid>' : humanDuration(now - since);
}
