import { invalidValue } from '../../status/field-error.js';
import type { FieldError } from '../../status/field-error.js';

/** Pod Security Standards as the labels of a namespace ask for them (k8s.io/pod-security-admission/api). */

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

export type Level = (typeof LEVELS)[number];

export interface LevelVersion {
  readonly level: Level;
  /** The minor version of Kubernetes whose rules count; Infinity for the latest. */
  readonly minor: number;
}

/** What is refused, and what is told to who asked for it. What goes to an audit log goes nowhere here. */
export interface Policy {
  readonly enforce: LevelVersion;
  readonly warn: LevelVersion;
  readonly errors: readonly FieldError[];
}

const LATEST = Infinity;

const PRIVILEGED: LevelVersion = { level: 'privileged', minor: LATEST };

type Labels = Readonly<Record<string, string>>;

const PREFIX = 'pod-security.kubernetes.io/';

export function policyOf(labels: Labels): Policy {
  const [enforce, , warn] = (['enforce', 'audit', 'warn'] as const).map((mode) => read(labels, mode));
  const enforced = { level: enforce?.level ?? 'privileged', minor: enforce?.minor ?? LATEST };
  return {
    enforce: enforced,
    warn:
      warn?.level === undefined ? warnBesides(enforced, warn, enforce?.isValid === true) : { ...PRIVILEGED, ...warn },
    errors: (['enforce', 'audit', 'warn'] as const).flatMap((mode) => read(labels, mode).errors),
  };
}

/** Who enforces a level is warned of it too: workloads are not refused, only their pods. */
function warnBesides(enforced: LevelVersion, warn: Read | undefined, isValid: boolean): LevelVersion {
  const minor = warn?.minor;
  if (!isValid || enforced.level === 'privileged') return { level: 'privileged', minor: minor ?? LATEST };
  return { level: enforced.level, minor: minor ?? enforced.minor };
}

interface Read {
  readonly level?: Level;
  readonly minor?: number;
  readonly isValid: boolean;
  readonly errors: readonly FieldError[];
}

/** A level that is none is the strictest for enforcing, and none for telling. */
function read(labels: Labels, mode: 'enforce' | 'audit' | 'warn'): Read {
  const [key, versionKey] = [`${PREFIX}${mode}`, `${PREFIX}${mode}-version`];
  const [text, versionText] = [labels[key], labels[versionKey]];
  const known = LEVELS.find((level) => level === text);
  const minor = versionText === undefined ? undefined : minorOf(versionText);
  const level = known ?? (mode === 'enforce' ? 'restricted' : 'privileged');
  return {
    ...(text !== undefined && { level }),
    ...(versionText !== undefined && { minor: minor ?? LATEST }),
    isValid: known !== undefined,
    errors: [
      ...(text === undefined || known !== undefined ? [] : [fault(key, text, `must be one of ${LEVELS.join(', ')}`)]),
      ...(versionText === undefined || minor !== undefined ? [] : [fault(versionKey, versionText, NO_VERSION)]),
    ],
  };
}

const NO_VERSION = 'must be "latest" or "v1.x"';

const fault = (label: string, value: string, words: string): FieldError =>
  invalidValue(`metadata.labels[${label}]`, value, words);

function minorOf(text: string): number | undefined {
  if (text === 'latest') return LATEST;
  const [, minor] = /^v1\.(0|[1-9][0-9]*)$/.exec(text) ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** `restricted:latest`. */
export const nameOf = ({ level, minor }: LevelVersion): string =>
  `${level}:${minor === LATEST ? 'latest' : `v1.${minor}`}`;

/** How strict a level is. */
export const strictness = ({ level }: LevelVersion): number => LEVELS.indexOf(level);
