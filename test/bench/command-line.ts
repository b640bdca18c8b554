import { parseArgs } from 'node:util';
import { BenchFailure } from './failure.js';
import type { Part } from './part.js';

/** What the words behind `npm run bench --` mean. */
export interface Choices {
  /** Of cases, or what they begin with; none is all. */
  readonly names: readonly string[];
  /** How often everything is measured; nothing leaves it to the cases. */
  readonly runs: number | undefined;
  readonly quick: boolean;
  /** The file to write all figures to. */
  readonly json: string | undefined;
  /** The file to compare with. */
  readonly baseline: string;
  readonly writeBaseline: boolean;
  readonly writeDocs: boolean;
  /** Names the cluster to measure on, instead of an embedded one. */
  readonly kubeconfig: string | undefined;
  readonly statefulSet: boolean;
  readonly fakeNode: boolean;
  readonly help: boolean;
}

const BASELINE = 'test/bench/baseline.json';

const OPTIONS = {
  runs: { type: 'string', says: 'N: measure everything so many times' },
  quick: { type: 'boolean', says: 'only what takes little time, to try it' },
  json: { type: 'string', says: 'FILE: write all figures there too' },
  baseline: { type: 'string', says: `FILE: compare with these figures (default: ${BASELINE})` },
  'write-baseline': { type: 'boolean', says: 'keep the figures as what is compared with' },
  'write-docs': { type: 'boolean', says: 'put the table into docs/performance.md' },
  kubeconfig: {
    type: 'string',
    says: 'FILE: measure sets on this cluster, in namespaces of their own (1,000 pets if named)',
  },
  statefulset: { type: 'boolean', says: "and the same work done by that cluster's StatefulSet controller" },
  'fake-node': { type: 'boolean', says: 'on a node of ours there, whose pods are ready at once' },
  help: { type: 'boolean', short: 'h', says: 'show this' },
} as const;

/** Throws a `BenchFailure` for what makes no sense. */
export function readCommandLine(words: readonly string[]): Choices {
  const { values, positionals } = parse(words);
  const choices: Choices = {
    names: positionals,
    runs: values.runs === undefined ? undefined : readRuns(values.runs),
    quick: values.quick === true,
    json: values.json,
    baseline: values.baseline ?? BASELINE,
    writeBaseline: values['write-baseline'] === true,
    writeDocs: values['write-docs'] === true,
    kubeconfig: values.kubeconfig,
    statefulSet: values.statefulset === true,
    fakeNode: values['fake-node'] === true,
    help: values.help === true,
  };
  for (const [isNonsense, why] of nonsense(choices)) if (isNonsense) throw new BenchFailure(why);
  return choices;
}

function parse(
  words: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw error instanceof TypeError ? new BenchFailure(error.message.split('. ', 1).join('')) : error;
  }
}

function readRuns(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new BenchFailure(`--runs ${text}: it must be a whole number from 1 to 999`);
  return Number(text);
}

const nonsense = (choices: Choices): readonly (readonly [isNonsense: boolean, why: string])[] => {
  const { names, kubeconfig, quick, writeBaseline, writeDocs } = choices;
  return [
    [
      choices.statefulSet && kubeconfig === undefined,
      '--statefulset wants --kubeconfig FILE: it is about that cluster',
    ],
    [
      choices.fakeNode && kubeconfig === undefined,
      '--fake-node wants --kubeconfig FILE: the embedded cluster has nothing else',
    ],
    [
      writeBaseline && kubeconfig !== undefined,
      '--write-baseline is for embedded clusters, not for that of --kubeconfig',
    ],
    [writeBaseline && quick, '--write-baseline wants more than --quick measures'],
    [writeDocs && quick, '--write-docs wants more than --quick measures'],
    [
      writeDocs && names.length > 0 && kubeconfig === undefined,
      '--write-docs wants the whole table: name no part of it',
    ],
  ];
};

/** How it is used, given what can be measured. */
export function usage(parts: readonly Pick<Part, 'name' | 'says' | 'cases'>[]): string {
  const line = (name: string, says: string): string => `  ${name.padEnd(22)}${says}`;
  return [
    'npm run bench -- [NAME...] [FLAGS]',
    '',
    'FLAGS:',
    ...Object.entries(OPTIONS).map(([name, { says }]) => line(`--${name}`, says)),
    '',
    'NAME is a part, a case of one, or what cases begin with, as create or create/100:',
    ...parts.flatMap(({ name, says, cases }) => [
      '',
      `${name}: ${says}`,
      ...cases.map((one) => line(one.name, one.says)),
    ]),
  ].join('\n');
}
