const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Up to how many seconds which units are shown. Source: apimachinery pkg/util/duration, HumanDuration. */
const STEPS: readonly { readonly below: number; readonly show: (seconds: number) => string }[] = [
  { below: 2 * MINUTE, show: (s) => `${s}s` },
  { below: 10 * MINUTE, show: (s) => two(s, MINUTE, 'm', SECOND, 's') },
  { below: 3 * HOUR, show: (s) => `${Math.floor(s / MINUTE)}m` },
  { below: 8 * HOUR, show: (s) => two(s, HOUR, 'h', MINUTE, 'm') },
  { below: 2 * DAY, show: (s) => `${Math.floor(s / HOUR)}h` },
  { below: 8 * DAY, show: (s) => two(s, DAY, 'd', HOUR, 'h') },
  { below: 2 * YEAR, show: (s) => `${Math.floor(s / DAY)}d` },
  { below: 8 * YEAR, show: (s) => two(s, YEAR, 'y', DAY, 'd') },
];

/** An age as kubectl writes it: `119s`, `2m`, `9m59s`, `10m`, `3h5m`, `2d`. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  // Clocks that differ a little make no age negative; more than that is nonsense, and kubectl says so too.
  if (Number.isNaN(seconds) || seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  const step = STEPS.find(({ below }) => seconds < below);
  return step === undefined ? `${Math.floor(seconds / YEAR)}y` : step.show(seconds);
}

function two(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeUnit}${rest === 0 ? '' : `${rest}${smallUnit}`}`;
}
