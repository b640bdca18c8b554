import type { Shape } from '../schema/shape.js';
import type { FieldNode, FieldSet } from './field-set.js';
import { NO_FIELDS } from './field-set.js';
import type { Managers } from './managers.js';
import { fieldNameOf } from './path-element.js';
import type { PathElement } from './path-element.js';

/**
 * Who owned parts of what has become atomic since owns it whole; who owned whole what has parts now stays so until somebody
 * writes it (structured-merge-diff, typed/reconcile_schema.go).
 */
export function reconcileAll(managers: Managers, shapeAt: (apiVersion: string) => Shape | undefined): Managers {
  const reconciled: Managers = new Map();
  for (const [id, manager] of managers) {
    const shape = shapeAt(manager.apiVersion);
    const fields = shape === undefined ? manager.fields : reconcile(shape, manager.fields);
    reconciled.set(id, fields === manager.fields ? manager : { ...manager, fields });
  }
  return reconciled;
}

/** Sets that fit a shape: a set is looked at with each write, and hardly ever changes. */
const FITTING = new WeakMap<FieldSet, Shape>();

export function reconcile(shape: Shape, set: FieldSet): FieldSet {
  if (FITTING.get(set) === shape) return set;
  const reconciled = reconcileLevel(shape, set);
  FITTING.set(reconciled, shape);
  return reconciled;
}

function reconcileLevel(shape: Shape, set: FieldSet): FieldSet {
  let changed: Map<PathElement, FieldNode> | undefined;
  for (const [element, node] of set) {
    const part = shapeAt(shape, element);
    const fitting = part === undefined ? node : reconcileNode(part, node);
    if (fitting === node) continue;
    changed ??= new Map(set);
    changed.set(element, fitting);
  }
  return changed ?? set;
}

function reconcileNode(shape: Shape, node: FieldNode): FieldNode {
  if (node.below.size === 0) return node;
  if (shape.form === 'leaf') return isAtomic(shape) ? { isMember: true, below: NO_FIELDS } : node;
  const below = reconcileLevel(shape, node.below);
  return below === node.below ? node : { ...node, below };
}

/** A list or an object that is owned whole; of other leaves, nothing is known. */
const isAtomic = ({ items, whole }: Extract<Shape, { form: 'leaf' }>): boolean =>
  items !== undefined || whole !== undefined;

/** The shape of a part; nothing where the schema does not know it. */
function shapeAt(shape: Shape, element: PathElement): Shape | undefined {
  switch (shape.form) {
    case 'leaf':
    case 'untyped':
      return undefined;
    case 'map':
      return shape.value;
    case 'set':
    case 'listmap':
      return shape.item;
    case 'struct': {
      const name = fieldNameOf(element);
      return name === undefined ? undefined : (shape.field(name) ?? shape.others);
    }
  }
}
