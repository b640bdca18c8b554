import { UNKNOWN } from './printer.js';

/** How long ago a timestamp was, as apimachinery's duration.HumanDuration writes it: `119s`, `2m`, `3h5m`, `2d`. */
export function age(since: string | null | undefined, now: number): string {
  return since ? humanDuration(now - Date.parse(since)) : UNKNOWN;
}

export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  // A little in the future is the clock skew of two machines.
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  const step = STEPS.find(({ below }) => seconds < below);
  return step === undefined ? `${Math.trunc(seconds / (365 * 86_400))}y` : step.write(seconds);
}

interface Step {
  readonly below: number;
  readonly write: (seconds: number) => string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const whole = (unit: number, sign: string) => (seconds: number) => `${Math.trunc(seconds / unit)}${sign}`;

/** Two units; the smaller one is left out when it is zero. */
const mixed = (unit: number, sign: string, smaller: number, smallerSign: string) => (seconds: number) => {
  const rest = Math.trunc((seconds % unit) / smaller);
  return `${Math.trunc(seconds / unit)}${sign}${rest === 0 ? '' : `${rest}${smallerSign}`}`;
};

const STEPS: readonly Step[] = [
  { below: 2 * MINUTE, write: whole(1, 's') },
  { below: 10 * MINUTE, write: mixed(MINUTE, 'm', 1, 's') },
  { below: 3 * HOUR, write: whole(MINUTE, 'm') },
  { below: 8 * HOUR, write: mixed(HOUR, 'h', MINUTE, 'm') },
  { below: 2 * DAY, write: whole(HOUR, 'h') },
  { below: 8 * DAY, write: mixed(DAY, 'd', HOUR, 'h') },
  { below: 2 * YEAR, write: whole(DAY, 'd') },
  { below: 8 * YEAR, write: mixed(YEAR, 'y', DAY, 'd') },
];
