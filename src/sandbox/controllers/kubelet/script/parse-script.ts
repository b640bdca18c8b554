import { own } from '../../../model/json.js';
import type { Behaviour, Exit } from './behaviour.js';

/** The annotation that scripts the containers of a pod. */
export const SCRIPT_ANNOTATION = 'sandbox.petset.dev/script';

/** A script that does not read; the message says which word is wrong. */
export class ScriptError extends Error {}

/** What a script says, container by container; `*` is for those that it does not name. */
export type Script = ReadonlyMap<string, Partial<Behaviour>>;

/**
 * Reads a script. Containers are parted by `;` or line ends; each is `NAME: WORD WORD...`, or words alone for all
 * containers that are not named. {@link WORDS} are all that there are.
 *
 * Example: `ready=1s; db: stop=3s log="bye\n"; setup: exit=1 after=200ms times=2`.
 */
export function parseScript(text: string): Script {
  const script = new Map<string, Partial<Behaviour>>();
  for (const part of splitParts(text)) {
    const [, name = '*', words = ''] = /^(?:([a-z0-9*][-a-z0-9]*)\s*:(?=\s|$))?\s*([^]*)$/.exec(part) ?? [];
    script.set(name, { ...script.get(name), ...readWords(words) });
  }
  return script;
}

/** What a script says of one container. */
export const behaviourIn = (script: Script, container: string): Partial<Behaviour> => ({
  ...script.get('*'),
  ...script.get(container),
});

/** Separators within quotes are text. */
function splitParts(text: string): string[] {
  const parts = text.match(/(?:"(?:\\.|[^"\\])*"|[^;\n"]|"(?![^"]*"))+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

interface Draft {
  behaviour: {
    pulls?: boolean;
    readyAfter?: number;
    startedAfter?: number;
    liveFor?: number;
    stopAfter?: number;
    log?: string;
  };
  exit: { code?: number; after?: number; times?: number };
}

/** A word of a script: help and documentation tell of it what stands here. */
export interface ScriptWord {
  readonly example: string;
  readonly says: string;
  readonly read: (draft: Draft, value: string) => void;
}

/** Each of them has a row in docs/sandbox.md too. */
export const WORDS: Readonly<Record<string, ScriptWord>> = {
  ready: {
    example: 'ready=2s',
    says: 'becomes ready that long after its start; never: never',
    read: ({ behaviour }, value) => (behaviour.readyAfter = readDuration('ready', value)),
  },
  started: {
    example: 'started=5s',
    says: 'its startup probe begins to succeed then',
    read: ({ behaviour }, value) => (behaviour.startedAfter = readDuration('started', value)),
  },
  live: {
    example: 'live=20s',
    says: 'its liveness probe begins to fail then',
    read: ({ behaviour }, value) => (behaviour.liveFor = readDuration('live', value)),
  },
  stop: {
    example: 'stop=5s',
    says: 'takes that long to end after TERM; never: is killed',
    read: ({ behaviour }, value) => (behaviour.stopAfter = readDuration('stop', value)),
  },
  log: {
    example: 'log="a\\nb\\n"',
    says: 'prints this when it starts: a word, or a JSON string',
    read: ({ behaviour }, value) => (behaviour.log = readText(value)),
  },
  pull: {
    example: 'pull=fail',
    says: 'its image cannot be pulled; ok: it can',
    read: ({ behaviour }, value) => {
      if (value !== 'fail' && value !== 'ok') throw new ScriptError(`pull=${value}: must be ok or fail`);
      behaviour.pulls = value === 'ok';
    },
  },
  exit: {
    example: 'exit=3',
    says: 'exits by itself with this code, at once or after=',
    read: ({ exit }, value) => (exit.code = readNumber('exit', value)),
  },
  after: {
    example: 'exit=1 after=500ms',
    says: 'that long after its start',
    read: ({ exit }, value) => (exit.after = readDuration('after', value)),
  },
  times: {
    example: 'exit=1 times=2',
    says: 'only its first runs do that',
    read: ({ exit }, value) => (exit.times = readNumber('times', value)),
  },
};

function readWords(words: string): Partial<Behaviour> {
  const draft: Draft = { behaviour: {}, exit: {} };
  for (const word of words.match(/[^\s="]+(?:="(?:\\.|[^"\\])*"|=\S*)?/g) ?? []) {
    const [, key = '', value = ''] = /^([^=]+)(?:=([^]*))?$/.exec(word) ?? [];
    const known = own(WORDS, key);
    if (known === undefined) throw new ScriptError(`${word}: must be one of ${Object.keys(WORDS).join('=, ')}=`);
    known.read(draft, value);
  }
  const exit = readExit(draft.exit);
  return { ...draft.behaviour, ...(exit !== undefined && { exit }) };
}

function readExit({ code, after, times }: Draft['exit']): Exit | undefined {
  if (code === undefined && after === undefined && times === undefined) return undefined;
  if (code === undefined) throw new ScriptError('after= and times= go with exit=');
  return { code, ...(after !== undefined && { after }), times: times ?? Infinity };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function readDuration(key: string, text: string): number {
  if (text === 'never') return Infinity;
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined) throw new ScriptError(`${key}=${text}: must be a duration such as 500ms or 2s, or never`);
  return Number(digits) * (UNITS[unit] ?? 1);
}

function readNumber(key: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new ScriptError(`${key}=${text}: must be a number`);
  return Number(text);
}

function readText(text: string): string {
  if (!text.startsWith('"')) return `${text}\n`;
  try {
    return String(JSON.parse(text));
  } catch {
    throw new ScriptError(`log=${text}: must be a word or a JSON string`);
  }
}
