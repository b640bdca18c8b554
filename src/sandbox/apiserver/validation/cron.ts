/** Reads schedules as the cron that the controller uses does, and tells what is wrong in its words (robfig/cron, parser.go). */

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);
const EVERY = /^@every (?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+$/;

/** What is wrong with a schedule; nothing if it can be kept. */
export function cronFault(schedule: string): string | undefined {
  const spec = schedule.replace(/^(?:CRON_)?TZ=\S+\s+/, '').trim();
  if (spec.startsWith('@')) {
    return DESCRIPTORS.has(spec) || EVERY.test(spec) ? undefined : `unrecognized descriptor: ${spec}`;
  }
  const fields = spec.split(/\s+/);
  if (fields.length !== FIELDS.length) {
    return `expected exactly ${FIELDS.length} fields, found ${fields.length}: [${fields.join(' ')}]`;
  }
  return fields
    .flatMap((field, index) => field.split(',').map((range) => rangeFault(range, FIELDS[index] ?? { min: 0, max: 0 })))
    .find((fault) => fault !== undefined);
}

function rangeFault(text: string, bounds: Bounds): string | undefined {
  const [range = '', step, ...more] = text.split('/');
  const [low = '', high, ...beyond] = range.split('-');
  if (beyond.length > 0) return `too many hyphens: ${text}`;
  if (more.length > 0) return `too many slashes: ${text}`;
  const isAny = low === '*' || low === '?';
  const numbers = [...(isAny ? [] : [low]), ...(high === undefined || isAny ? [] : [high])];
  const unread = [...numbers.map((one) => readFault(one, bounds)), ...(step === undefined ? [] : [readFault(step)])];
  return (
    unread.find((fault) => fault !== undefined) ?? boundsFault(text, startAndEnd(range, step, bounds), bounds, step)
  );
}

function startAndEnd(range: string, step: string | undefined, bounds: Bounds): readonly [number, number] {
  const [low = '', high] = range.split('-');
  if (low === '*' || low === '?') return [bounds.min, bounds.max];
  const start = numberOf(low, bounds);
  if (high !== undefined) return [start, numberOf(high, bounds)];
  // `5/15` goes on to the end.
  return [start, step === undefined ? start : bounds.max];
}

function boundsFault(
  text: string,
  [start, end]: readonly [number, number],
  { min, max }: Bounds,
  step: string | undefined,
): string | undefined {
  if (start < min) return `beginning of range (${start}) below minimum (${min}): ${text}`;
  if (end > max) return `end of range (${end}) above maximum (${max}): ${text}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  return step !== undefined && Number(step) === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

function numberOf(text: string, { names = [], min }: Bounds): number {
  const index = names.indexOf(text.toLowerCase());
  return index === -1 ? Number(text) : index + min;
}

function readFault(text: string, { names = [] }: Pick<Bounds, 'names'> = {}): string | undefined {
  if (names.includes(text.toLowerCase())) return undefined;
  if (!/^[-+]?\d+$/.test(text)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  }
  return Number(text) < 0 ? `negative number (${text}) not allowed: ${text}` : undefined;
}
