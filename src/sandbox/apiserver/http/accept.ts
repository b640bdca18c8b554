import { own } from '../../model/json.js';
import { ApiError } from '../status/api-error.js';
import type { Representation } from './representation.js';

export interface Accepted {
  readonly representation: Representation;
  readonly format: 'json' | 'yaml';
}

/** What a server can send, in its words, for those who accept none of it. Protobuf is among them, although here nobody gets it. */
const AVAILABLE = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const STREAMS = ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';

const FORMATS: Readonly<Record<string, Accepted['format']>> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  '*/*': 'json',
  'application/*': 'json',
};

const REPRESENTATIONS: Readonly<Record<string, Representation>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata',
};

/** The first clause of an Accept header that can be served; protobuf is passed over. */
export function negotiate(accept: string, isStreamed = false): Accepted {
  const clauses = accept === '' ? ['application/json'] : accept.split(',');
  for (const clause of clauses) {
    const accepted = readClause(clause);
    if (accepted !== undefined) return accepted;
  }
  if (/[;,]\s*as=/.test(accept)) {
    throw new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${AVAILABLE}`, {});
  }
  const available = isStreamed ? AVAILABLE + STREAMS : AVAILABLE;
  throw new ApiError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${available}`, {});
}

function readClause(clause: string): Accepted | undefined {
  const [mediaType = '', ...parameters] = clause.split(';').map((part) => part.trim());
  const format = own(FORMATS, mediaType);
  if (format === undefined) return undefined;
  const values = new Map(parameters.map((parameter) => parameter.split('=', 2) as [string, string]));
  const as = values.get('as');
  if (as === undefined) return { representation: 'object', format };
  const representation = own(REPRESENTATIONS, as);
  const isKnown = representation !== undefined && values.get('g') === 'meta.k8s.io' && values.get('v') === 'v1';
  return isKnown ? { representation, format } : undefined;
}
