import { Failure } from '../petset/failure.js';
import { problemWithSubdomain } from '../petset/names.js';
import { USUAL_CLUSTER_DOMAIN } from '../petset/pet-variables.js';
import type { Args } from './command.js';

/** A mistake on the command line. Whoever reports it names the command whose help to look at. */
export class UsageFailure extends Failure {
  /** `message` is in kubectl's words, without `error:` before it. */
  constructor(message: string) {
    super(`error: ${message}`);
    this.name = 'UsageFailure';
  }
}

export function textArg(args: Args, flag: string): string | undefined {
  const value = args[flag];
  return typeof value === 'string' ? value : undefined;
}

/** Nothing where the flag is empty too: to kubectl `-n ""` is no namespace. */
export function givenArg(args: Args, flag: string): string | undefined {
  const value = textArg(args, flag);
  return value === '' ? undefined : value;
}

export function listArg(args: Args, flag: string): readonly string[] {
  const value = args[flag];
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
}

export function switchArg(args: Args, flag: string): boolean {
  return args[flag] === true;
}

/** The set that a command is about. Whoever read the command line has seen to it that there is one. */
export function nameArg(args: Args): string {
  return setName(requiredArg(textArg(args, 'NAME'), 'NAME'));
}

/** What kubectl would call the kind of a set. */
const KINDS = /^(petsets?(\.petset\.dev)?|ps)$/i;

/** The name of a set, which may be written as it is printed: `petset/web`. */
export function setName(written: string): string {
  const [name = '', ...rest] = written.split('/').reverse();
  const isSet = rest.length === 0 || (rest.length === 1 && KINDS.test(rest[0] ?? ''));
  if (!isSet || name === '') throw new UsageFailure(`"${written}" is no name of a set: it may be NAME or petset/NAME`);
  return name;
}

/** A whole number, that one or more. */
export function countArg(args: Args, flag: string, least = 0): number | undefined {
  const value = textArg(args, flag);
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value) && Number(value) >= least) return Number(value);
  throw new UsageFailure(`invalid argument "${value}" for "--${flag}" flag: must be a whole number, ${least} or more`);
}

/** Ordinals, as `1,3`; none where the flag is empty. */
export function ordinalsArg(args: Args, flag: string): readonly number[] | undefined {
  const value = textArg(args, flag);
  if (value === undefined || value === '') return value === undefined ? undefined : [];
  if (/^\d{1,9}(,\d{1,9})*$/.test(value)) return value.split(',').map(Number);
  throw new UsageFailure(`invalid argument "${value}" for "--${flag}" flag: must be ordinals with commas between them`);
}

/** A port that may be listened on. */
export function portArg(args: Args, flag: string): number | undefined {
  const port = countArg(args, flag);
  if (port === undefined || port <= 65_535) return port;
  throw new UsageFailure(`invalid argument "${port}" for "--${flag}" flag: must be at most 65535`);
}

/** The end of the DNS names of a cluster; dots around it say no more. */
export function clusterDomainArg(args: Args): string {
  const domain = (givenArg(args, 'cluster-domain') ?? USUAL_CLUSTER_DOMAIN).replaceAll(/^\.+|\.+$/g, '');
  const problem = problemWithSubdomain(domain);
  if (problem === undefined) return domain;
  throw new UsageFailure(`invalid argument "${domain}" for "--cluster-domain" flag: ${problem}`);
}

export function requiredArg<T>(value: T | undefined, flag: string): T {
  if (value === undefined) throw new UsageFailure(`required flag(s) "${flag}" not set`);
  return value;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration as kubectl takes it: `30s`, `1m30s`, or a bare number of seconds; nothing for 0, which is no limit. */
export function durationArg(args: Args, flag: string): number | undefined {
  const value = textArg(args, flag);
  if (value === undefined) return undefined;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const isWhole = parts.map(([part]) => part).join('') === value && value !== '';
  if (/^\d+$/.test(value)) return Number(value) === 0 ? undefined : Number(value) * 1_000;
  if (!isWhole)
    throw new UsageFailure(`invalid argument "${value}" for "--${flag}" flag: must be a duration such as 30s or 5m`);
  const total = parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
  return total === 0 ? undefined : total;
}

export type DryRun = 'none' | 'client' | 'server';

export function dryRunArg(args: Args): DryRun {
  const value = textArg(args, 'dry-run') ?? 'none';
  if (value === 'none' || value === 'client' || value === 'server') return value;
  throw new UsageFailure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** The output format, one of those that a command knows. */
export function outputArg<T extends string>(args: Args, formats: readonly T[]): T | undefined {
  const value = textArg(args, 'output');
  if (value === undefined) return undefined;
  const format = formats.find((each) => each === value);
  if (format !== undefined) return format;
  throw new UsageFailure(
    `unable to match a printer suitable for the output format "${value}", allowed formats are: ${formats.join(',')}`,
  );
}
