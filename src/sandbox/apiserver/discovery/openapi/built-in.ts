import { structName } from '../../kinds/kind.js';
import type { Kind } from '../../kinds/kind.js';
import type { Field, FieldType, Scalar } from '../../schema/field.js';
import { structOf } from '../../schema/structs.js';
import { describeField, describeStruct } from './descriptions.js';
import { enumOf } from './enums.js';
import { definitionName, META_PACKAGE } from './packages.js';
import { isRequired } from './required.js';

/** The schemas of kinds and of all that they are made of, by the names of documents; made from the field table. */
export function builtInSchemas(kinds: readonly Kind[]): Record<string, object> {
  const made = new Schemas();
  for (const kind of kinds) made.addKind(kind);
  return made.all;
}

/** Only what every object has: custom resources refer to it. */
export function metaSchemas(): Record<string, object> {
  const made = new Schemas();
  made.refTo('ObjectMeta');
  return made.all;
}

export const refTo = (name: string): object => ({ allOf: [{ $ref: `#/components/schemas/${name}` }] });

interface Simple {
  readonly schema: object;
  /** Those that documents know by a name. */
  readonly name?: string;
}

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';

const SCALARS: Readonly<Record<Scalar, Simple>> = {
  string: { schema: { type: 'string' } },
  bytes: { schema: { type: 'string', format: 'byte' } },
  bool: { schema: { type: 'boolean' } },
  int32: { schema: { type: 'integer', format: 'int32' } },
  int64: { schema: { type: 'integer', format: 'int64' } },
  int: { schema: { type: 'integer', format: 'int32' } },
  uint32: { schema: { type: 'integer', format: 'int64' } },
  float64: { schema: { type: 'number', format: 'double' } },
  Time: { name: `${META_PACKAGE}.Time`, schema: { type: 'string', format: 'date-time' } },
  MicroTime: { name: `${META_PACKAGE}.MicroTime`, schema: { type: 'string', format: 'date-time' } },
  Quantity: { name: QUANTITY, schema: { oneOf: [{ type: 'string' }, { type: 'number' }] } },
  IntOrString: {
    name: INT_OR_STRING,
    schema: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  },
  any: { schema: { type: 'object' } },
};

const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';

/** Fields that hold anything, by the names that documents have for what they hold. */
const UNTYPED: Readonly<Record<string, string>> = {
  'ManagedFieldsEntry.fieldsV1': `${META_PACKAGE}.FieldsV1`,
  'ControllerRevision.data': 'io.k8s.apimachinery.pkg.runtime.RawExtension',
  'JSONSchemaProps.default': `${EXTENSIONS}.JSON`,
  'JSONSchemaProps.example': `${EXTENSIONS}.JSON`,
  'JSONSchemaProps.items': `${EXTENSIONS}.JSONSchemaPropsOrArray`,
  'JSONSchemaProps.additionalItems': `${EXTENSIONS}.JSONSchemaPropsOrBool`,
  'JSONSchemaProps.additionalProperties': `${EXTENSIONS}.JSONSchemaPropsOrBool`,
};

class Schemas {
  readonly all: Record<string, object> = {};

  addKind(kind: Kind): void {
    const { group, version } = kind;
    const name = definitionName(structName(kind));
    this.refTo(structName(kind));
    const gvk = { group, kind: kind.kind, version };
    this.all[name] = { ...this.all[name], 'x-kubernetes-group-version-kind': [gvk] };
  }

  refTo(struct: string): object {
    const name = definitionName(struct);
    if (!Object.hasOwn(this.all, name)) {
      // Taken first: a struct may be a part of itself.
      this.all[name] = {};
      this.all[name] = this.#struct(struct);
    }
    return refTo(name);
  }

  #struct(struct: string): object {
    const fields = [...structOf(struct).values()];
    const needed = fields.filter((field) => isRequired(struct, field)).map(({ name }) => name);
    return {
      ...describeStruct(struct),
      type: 'object',
      ...(needed.length > 0 && { required: needed.sort() }),
      properties: Object.fromEntries(fields.map((field) => [field.name, this.#field(struct, field)])),
    };
  }

  #field(struct: string, { name, type, mergeKey }: Field): object {
    const untyped = UNTYPED[`${struct}.${name}`];
    if (untyped !== undefined) {
      this.all[untyped] = { type: 'object' };
      return { ...describeField(name), ...refTo(untyped) };
    }
    return { ...describeField(name), ...this.#type(type), ...(type.form === 'list' && listHints(mergeKey)) };
  }

  #type(type: FieldType): object {
    switch (type.form) {
      case 'struct':
        return this.refTo(type.struct);
      case 'list':
        return { type: 'array', items: this.#type(type.item) };
      case 'map':
        return { type: 'object', additionalProperties: this.#type(type.value) };
      case 'scalar':
        return this.#scalar(type.scalar, type.goName);
    }
  }

  #scalar(scalar: Scalar, goName: string): object {
    const { name, schema } = SCALARS[scalar];
    if (name !== undefined) {
      this.all[name] = schema;
      return refTo(name);
    }
    const values = scalar === 'string' ? enumOf(goName) : undefined;
    return values === undefined ? schema : { ...schema, enum: values };
  }
}

/** How clients merge a list, by which some patches are made before they are sent. */
function listHints(mergeKey: string | undefined): object {
  if (mergeKey === undefined) return { 'x-kubernetes-list-type': 'atomic' };
  const strategy = { 'x-kubernetes-patch-strategy': 'merge' };
  if (mergeKey === '') return { 'x-kubernetes-list-type': 'set', ...strategy };
  return {
    'x-kubernetes-list-map-keys': [mergeKey],
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-patch-merge-key': mergeKey,
    ...strategy,
  };
}
