import { formatFieldError } from './field-error.js';
import { recordName } from './identity.js';
import type { ObjectMeta, Served } from './kubernetes.js';
import type { PetSet } from './petset.js';
import { readPetSet } from './read-petset.js';
import {
  brokenBy,
  type Data,
  parseJson,
  readMarks,
  type RecordContent,
  type RecordKeeping,
  recorded,
  type RecordObject,
  withEntries,
  withMarks,
} from './record-form.js';
import { readReplacements } from './replacement.js';
import { readRollout } from './rollout.js';

const DOCUMENT_KEY = 'petset.json';
const ROLLOUT_KEY = 'rollout.json';
const REPLACE_KEY = 'replace.json';

/** A record as a config map: the set as one document, and beside it what was asked for and is not done yet. */
export const IN_CONFIG_MAP: RecordKeeping = {
  write: (content, present) => ({
    ...present,
    metadata: annotated(present.metadata, withMarks(present.metadata.annotations, content)),
    data: withEntries(present.data ?? {}, {
      [DOCUMENT_KEY]: text(recorded(content.set)),
      [ROLLOUT_KEY]: content.rollout && text(content.rollout),
      [REPLACE_KEY]: content.replacements.length === 0 ? undefined : text(content.replacements),
    }),
  }),
  read: (stored) => ({
    set: readSet(stored),
    ...readWishes(stored),
    ...readMarks(stored),
  }),
};

/** The last annotation may have gone. */
function annotated({ annotations: _, ...metadata }: ObjectMeta, annotations: Data): ObjectMeta {
  return Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
}

function text(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readSet(stored: Served<RecordObject>): PetSet {
  const { metadata, data } = stored;
  const broken = brokenBy(stored);
  const written = data?.[DOCUMENT_KEY];
  if (written === undefined) throw broken(`it has no ${DOCUMENT_KEY}`);
  const read = readPetSet(parseJson(written, broken));
  if (!read.ok) throw broken(read.errors.map(formatFieldError).join('; '));
  if (recordName(read.set.metadata.name) !== metadata.name)
    throw broken(`it holds a set named ${read.set.metadata.name}`);
  return read.set;
}

function readWishes(stored: Served<RecordObject>): Pick<RecordContent, 'rollout' | 'replacements'> {
  const broken = brokenBy(stored);
  const { [ROLLOUT_KEY]: rolloutText, [REPLACE_KEY]: replaceText } = stored.data ?? {};
  const rollout = rolloutText === undefined ? undefined : readRollout(parseJson(rolloutText, broken));
  if (rollout?.ok === false) throw broken(`${ROLLOUT_KEY}: ${rollout.why}`);
  const replace = replaceText === undefined ? undefined : readReplacements(parseJson(replaceText, broken));
  if (replace?.ok === false) throw broken(`${REPLACE_KEY}: ${replace.why}`);
  return { rollout: rollout?.rollout, replacements: replace?.replacements ?? [] };
}
