import type { KindTable } from '../kinds/lookup.js';
import { structName } from '../kinds/kind.js';
import { decodeProtobuf } from '../schema/protobuf.js';
import { hasStruct } from '../schema/structs.js';
import { readWire, WireError } from '../schema/wire.js';
import type { WireField } from '../schema/wire.js';
import { badRequest } from '../status/api-error.js';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** What stands before every message of Kubernetes. */
const MAGIC = Buffer.from('k8s\0');

/** A body in protobuf as the JSON that it would have been. */
export function protobufToJson(kinds: KindTable, bytes: Buffer): string {
  if (bytes.length === 0) return '';
  try {
    return JSON.stringify(readEnvelope(kinds, bytes));
  } catch (error) {
    throw error instanceof WireError ? badRequest(error.message) : error;
  }
}

/** The envelope tells the kind, and holds the object. */
function readEnvelope(kinds: KindTable, bytes: Buffer): object {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw badRequest('provided data does not appear to be a protobuf message');
  const envelope = readWire(bytes.subarray(MAGIC.length));
  const typeMeta = readWire(bytesAt(envelope, 1));
  const apiVersion = bytesAt(typeMeta, 1).toString();
  const kind = bytesAt(typeMeta, 2).toString();
  const known = kinds.ofObject(apiVersion, kind);
  const struct = known === undefined ? kind : structName(known);
  const type = { kind, apiVersion };
  // What is not known is told as what it is, and refused for its kind.
  return hasStruct(struct) ? { ...type, ...decodeProtobuf(struct, bytesAt(envelope, 2)) } : type;
}

function bytesAt(fields: readonly WireField[], number: number): Buffer {
  const value = fields.find((field) => field.number === number)?.value;
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}
