import type { Node, Taint } from '../../model/core.js';
import { duplicate, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { labelValueFaults } from './name.js';
import { TAINT_EFFECTS } from './placement.js';
import { validateKey } from './selector.js';

/** What is wrong with a node. The server looks for its taints among the metadata. */
export function validateNode({ spec }: Node): FieldError[] {
  const taints = spec.taints ?? [];
  return taints.flatMap((taint, index) => {
    const path = `metadata.taints[${index}]`;
    const isSame = ({ key, effect }: Taint): boolean => key === taint.key && effect === taint.effect;
    return [
      ...validateKey(taint.key, `${path}.key`),
      ...labelValueFaults(taint.value ?? '').map((fault) => invalidValue(`${path}.value`, taint.value ?? '', fault)),
      ...validateEffect(taint.effect, `${path}.effect`),
      ...(taints.findIndex(isSame) < index ? [duplicate(path, shown(taint), UNIQUE)] : []),
    ];
  });
}

const UNIQUE = 'taints must be unique by key and effect pair';

const shown = ({ key, value = '', effect }: Taint): Record<string, string | null> => ({
  Key: key,
  Value: value,
  Effect: effect,
  TimeAdded: null,
});

function validateEffect(effect: string, field: string): FieldError[] {
  if (effect === '') return [required(field)];
  return TAINT_EFFECTS.includes(effect) ? [] : [notSupported(field, effect, TAINT_EFFECTS)];
}
