import type { Shape } from '../schema/shape.js';
import type { FieldNode, FieldSet } from './field-set.js';
import { fieldShape, isDeclared } from './parts.js';
import { fieldNameOf } from './path-element.js';
import type { PathElement } from './path-element.js';

/**
 * The set with the fields of structs in it that are there only for what lies below them: `spec` of `spec.replicas`, but
 * not `labels` of `labels.app`, since a map is a thing that can be owned (fieldpath/set.go, EnsureNamedFieldsAreMembers).
 */
export function withNamedFields(shape: Shape, set: FieldSet): FieldSet {
  const result = new Map<PathElement, FieldNode>();
  for (const [element, { isMember, below }] of set) {
    const name = fieldNameOf(element);
    const isNamed = name !== undefined && isDeclared(shape, name);
    result.set(element, { isMember: isMember || isNamed, below: withNamedFields(shapeBelow(shape, name), below) });
  }
  return result;
}

function shapeBelow(shape: Shape, name: string | undefined): Shape {
  if (name !== undefined) return fieldShape(shape, name);
  return shape.form === 'listmap' ? shape.item : { form: 'untyped' };
}
