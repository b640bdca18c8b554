import type { ImageRow } from '../controllers/kubelet/script/image-table.js';
import { parseScript, ScriptError } from '../controllers/kubelet/script/parse-script.js';
import { FaultError } from '../faults/details.js';
import type { Fault } from '../faults/fault.js';
import { glob } from '../faults/glob.js';
import { parseFault } from '../faults/parse-fault.js';
import { NUMBERS } from './numbers.js';
import { ConfigError, readYaml } from './yaml-nodes.js';
import type { YamlNode, YamlText } from './yaml-nodes.js';

/** What a rehearsal is like: all that a file may say of a sandbox. */
export interface Rehearsal {
  readonly speed?: number;
  readonly nodes?: number;
  readonly seed?: number;
  readonly faults: readonly Fault[];
  readonly images: readonly ImageRow[];
}

/** Reads a file of YAML or JSON; throws a {@link ConfigError} with the line of what is wrong. */
export function readRehearsal(source: string): Rehearsal {
  const root = readYaml(source);
  const numbers: Partial<Record<keyof typeof NUMBERS, number>> = {};
  const lists = { faults: [] as Fault[], images: [] as ImageRow[] };
  for (const [key, value] of entriesOf(root, 'the file')) {
    if (isNumber(key.text)) numbers[key.text] = readNumber(key.text, value);
    else if (key.text === 'faults') lists.faults.push(...itemsOf(value).map(readFault));
    else if (key.text === 'images') lists.images.push(...entriesOf(value, 'images').map(readImage));
    else throw new ConfigError(`unknown field "${key.text}": must be one of ${FIELDS.join(', ')}`, key.line);
  }
  return { ...numbers, ...lists };
}

const isNumber = (key: string): key is keyof typeof NUMBERS => Object.hasOwn(NUMBERS, key);

/** All that a file may have. */
const FIELDS = ['faults', 'images', ...Object.keys(NUMBERS)];

function readNumber(key: keyof typeof NUMBERS, value: YamlNode): number {
  const { text, line } = textOf(value, key);
  try {
    return NUMBERS[key](text);
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigError(`${key} ${error.message}`, line);
    throw error;
  }
}

/** A fault is a line of text. Without quotes YAML takes it for a map of one entry, which is as good. */
function readFault(node: YamlNode): Fault {
  if (node.form === 'text') return at(node.line, () => parseFault(node.text));
  const [[whom, what] = [], more] = entriesOf(node, 'a fault');
  if (whom === undefined || what === undefined || more !== undefined) {
    throw new ConfigError('a fault must be one line, such as "create pods: 500 p=0.1"', node.line);
  }
  const { text } = textOf(what, whom.text);
  return at(whom.line, () => parseFault(`${whom.text}: ${text}`));
}

function readImage([key, value]: readonly [YamlText, YamlNode]): ImageRow {
  const { text, line } = textOf(value, key.text);
  return at(line, () => ({ image: glob(key.text), script: parseScript(text) }));
}

function entriesOf(node: YamlNode, what: string): readonly (readonly [YamlText, YamlNode])[] {
  if (node.form !== 'map') throw new ConfigError(`${what} must be a map of names to values`, node.line);
  return node.entries;
}

function itemsOf(node: YamlNode): readonly YamlNode[] {
  if (node.form !== 'list') throw new ConfigError('faults must be a list: each begins with "- "', node.line);
  return node.items;
}

function textOf(node: YamlNode, key: string): YamlText {
  if (node.form !== 'text') throw new ConfigError(`${key} must be a single value`, node.line);
  return node;
}

/** Says where it is what does not read. */
function at<T>(line: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FaultError || error instanceof ScriptError) {
      throw new ConfigError(error.message, line);
    }
    throw error;
  }
}
