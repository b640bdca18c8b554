import type { Kind } from '../kinds/kind.js';
import { fieldSet, NO_FIELDS } from './field-set.js';
import type { FieldSet } from './field-set.js';
import { fieldElement } from './path-element.js';

/** Fields that a way of writing an object leaves as they are, so that nobody owns them by it (GetResetFields of the strategies). */
export function ignoredFields(kind: Kind, subresource: string): FieldSet {
  if (subresource === 'status') return OF_STATUS.get(resourceOf(kind)) ?? SPEC;
  if (subresource === 'scale') return NO_FIELDS;
  return kind.hasStatus === true ? STATUS : NO_FIELDS;
}

const resourceOf = ({ group, plural }: Kind): string => (group === '' ? plural : `${plural}.${group}`);

const fields = (...paths: readonly string[]): FieldSet =>
  fieldSet(paths.map((path) => path.split('.').map(fieldElement)));

const SPEC = fields('spec');
const STATUS = fields('status');

const OF_STATUS: ReadonlyMap<string, FieldSet> = new Map([
  ['pods', fields('spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences')],
  ['deployments.apps', fields('spec', 'metadata.labels')],
]);
