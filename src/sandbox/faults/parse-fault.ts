import { own } from '../model/json.js';
import type { Fault, NodeFault, RequestFault, RequestHarm, Span, WatchHarm, Work, WorkFault } from './fault.js';
import { WORKS } from './fault.js';
import { FaultError, numberIn, readDetails, timeIn, spanIn, whenIn, wordsOf } from './details.js';
import type { Details } from './details.js';
import { parseObject, parseRequestWhom } from './parse-whom.js';
import { glob } from './glob.js';

/** Reads `WHOM: WHAT DETAIL...`; throws a {@link FaultError} that says what is wrong. */
export function parseFault(text: string): Fault {
  const [, whom = '', what = ''] = /^(.*?)\s*:(?=\s|$)([^]*)$/.exec(text.trim()) ?? [];
  const [first, ...rest] = wordsOf(whom);
  if (first === undefined)
    throw new FaultError(`${text === '' ? '""' : text}: must be WHOM: WHAT, such as "create pods: 500 p=0.1"`);
  const details = readDetails(wordsOf(what));
  const fault = first === 'node' ? nodeFault(rest, details) : otherFault(first, rest, details);
  details.refuseUnread();
  return fault;
}

function otherFault(first: string, rest: readonly string[], details: Details): Fault {
  const work = WORKS.find((one) => one === first);
  return work === undefined ? requestFault([first, ...rest], details) : workFault(work, rest, details);
}

function requestFault(whom: readonly string[], details: Details): RequestFault {
  const parsed = parseRequestWhom(whom);
  const harm = requestHarm(details);
  const delay = spanIn(details, 'delay');
  if (harm === undefined && delay === undefined) throw new FaultError('says nothing that happens');
  const isOfWatches = harm !== undefined && 'afterMs' in harm;
  if (isOfWatches && parsed.verbs?.has('watch') === false) {
    throw new FaultError(`${harm.kind}: happens to watches only, so the verb must be watch`);
  }
  // Others are not to use up its turns.
  const met = isOfWatches ? { ...parsed, verbs: new Set(['watch']) } : parsed;
  return { on: 'request', whom: met, when: whenIn(details), delay, harm };
}

const A_SECOND: Span = { least: 1_000, most: 1_000 };

const HARMS: Readonly<Record<string, (details: Details) => RequestHarm>> = {
  reset: () => ({ kind: 'reset' }),
  'lose-answer': () => ({ kind: 'lose-answer' }),
  hang: () => ({ kind: 'hang' }),
  silent: (details) => ({ kind: 'silent', ...beginning(details) }),
  cut: (details) => ({ kind: 'cut', ...beginning(details) }),
  gone: (details) => ({ kind: 'gone', ...beginning(details) }),
  repeat: (details) => ({ kind: 'repeat', ...beginning(details) }),
  lag: (details) => ({ kind: 'lag', ...beginning(details), by: spanIn(details, 'by') ?? A_SECOND }),
};

function requestHarm(details: Details): RequestHarm | undefined {
  const { harm } = details;
  if (harm === undefined) return undefined;
  const known = own(HARMS, harm);
  if (known !== undefined) return known(details);
  const code = Number(harm);
  if (!/^\d{3}$/.test(harm) || code < 400 || code > 599) {
    const all = Object.keys(HARMS).join(', ');
    throw new FaultError(`${harm}: must be a code from 400 to 599, or one of ${all}`);
  }
  const retryAfterSeconds = details.take('retry-after');
  return {
    kind: 'refuse',
    refusal: {
      code,
      reason: details.take('reason'),
      message: details.take('message'),
      retryAfterSeconds:
        retryAfterSeconds === undefined ? undefined : Math.ceil(timeIn('retry-after', retryAfterSeconds) / 1000),
    },
  };
}

/** When a watch is harmed: at once, unless it says after how long or how much. */
function beginning(details: Details): Pick<WatchHarm, 'afterMs' | 'afterEvents'> {
  const [after, events] = [details.take('after'), details.take('events')];
  return {
    afterMs: after === undefined ? (events === undefined ? 0 : Infinity) : timeIn('after', after),
    afterEvents: events === undefined ? Infinity : numberIn('events', events),
  };
}

function workFault(work: Work, whom: readonly string[], details: Details): WorkFault {
  const { harm } = details;
  if (harm !== undefined && (harm !== 'fail' || work === 'start')) {
    throw new FaultError(
      `${harm}: must be ${work === 'start' ? '' : 'fail or '}delay=, since this is work of the cluster`,
    );
  }
  const image = whom.find((word) => word.startsWith('image='));
  if (image !== undefined && work !== 'pull') throw new FaultError(`${image}: goes with pull only`);
  const delay = spanIn(details, 'delay');
  if (harm === undefined && delay === undefined) throw new FaultError('says nothing that happens');
  return {
    on: 'work',
    work,
    ...parseObject(whom.filter((word) => word !== image)),
    image: glob(image?.slice('image='.length) ?? '*'),
    when: whenIn(details),
    delay,
    fails: harm === 'fail',
    message: harm === 'fail' ? details.take('message') : undefined,
  };
}

function nodeFault([name, ...more]: readonly string[], details: Details): NodeFault {
  if (name === undefined || more.length > 0) throw new FaultError('node: must be followed by one NAME');
  if (details.harm !== 'lost') throw new FaultError(`${details.harm ?? 'node'}: a node can only be lost`);
  const { from, until } = whenIn(details, ['from', 'until']);
  return { on: 'node', name: glob(name), pattern: name, from, until };
}
