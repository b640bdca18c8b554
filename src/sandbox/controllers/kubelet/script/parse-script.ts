import type { Behaviour, Exit } from './behaviour.js';

/** The annotation that scripts the containers of a pod. */
export const SCRIPT_ANNOTATION = 'sandbox.petset.dev/script';

/** A script that does not read; the message says which word is wrong. */
export class ScriptError extends Error {}

/** What a script says, container by container; `*` is for those that it does not name. */
export type Script = ReadonlyMap<string, Partial<Behaviour>>;

/**
 * Reads a script. Containers are parted by `;` or line ends; each is `NAME: WORD WORD...`, or words alone for all
 * containers that are not named. The words:
 *
 * - `ready=2s`, `ready=never`: when it becomes ready after its start;
 * - `started=5s`: when its startup probe begins to succeed; `live=20s`: when its liveness probe begins to fail;
 * - `exit=3`: it exits with this code; `after=500ms`: that long after its start; `times=2`: only in its first two runs;
 * - `pull=fail`, `pull=ok`: whether its image can be pulled;
 * - `stop=5s`: how long it takes to end after TERM; `stop=never`: it ignores TERM and has to be killed;
 * - `log=word`, `log="text in JSON\n"`: what it prints when it starts.
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

type Word = (draft: Draft, value: string) => void;

/** Each of them has a row in docs/sandbox.md. */
export const WORDS: Readonly<Record<string, Word>> = {
  ready: ({ behaviour }, value) => (behaviour.readyAfter = readDuration(value)),
  started: ({ behaviour }, value) => (behaviour.startedAfter = readDuration(value)),
  live: ({ behaviour }, value) => (behaviour.liveFor = readDuration(value)),
  stop: ({ behaviour }, value) => (behaviour.stopAfter = readDuration(value)),
  log: ({ behaviour }, value) => (behaviour.log = readText(value)),
  pull: ({ behaviour }, value) => {
    if (value !== 'fail' && value !== 'ok') throw new ScriptError(`pull=${value}: must be ok or fail`);
    behaviour.pulls = value === 'ok';
  },
  exit: ({ exit }, value) => (exit.code = readNumber('exit', value)),
  after: ({ exit }, value) => (exit.after = readDuration(value)),
  times: ({ exit }, value) => (exit.times = readNumber('times', value)),
};

function readWords(words: string): Partial<Behaviour> {
  const draft: Draft = { behaviour: {}, exit: {} };
  for (const word of words.match(/[^\s="]+(?:="(?:\\.|[^"\\])*"|=\S*)?/g) ?? []) {
    const [, key = '', value = ''] = /^([^=]+)(?:=([^]*))?$/.exec(word) ?? [];
    const act = WORDS[key];
    if (act === undefined) throw new ScriptError(`${word}: must be one of ${Object.keys(WORDS).join('=, ')}=`);
    act(draft, value);
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

function readDuration(text: string): number {
  if (text === 'never') return Infinity;
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined) throw new ScriptError(`${text}: must be a duration such as 500ms or 2s, or never`);
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
