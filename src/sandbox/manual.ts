import { SCRIPT_ANNOTATION, WORDS } from './controllers/kubelet/script/parse-script.js';
import { FAULT_ANNOTATION } from './controllers/kubelet/fault-annotation.js';
import { DETAILS, HARMS, WHOM } from './faults/words.js';
import type { Row } from './faults/words.js';

const INDENT = '  ';
const COLUMN = 22;

const table = (rows: readonly Row[]): string =>
  rows.map(({ word, says }) => `${INDENT}${word.padEnd(COLUMN - INDENT.length)}${says}`).join('\n');

const SCRIPT_ROWS: readonly Row[] = Object.values(WORDS).map(({ example, says }) => ({ word: example, says }));

/** What help tells of scripts: at most 80 columns, as all of it, whatever the terminal. */
export const SCRIPTS_MANUAL = `What a container does is simulated. The annotation of its pod scripts it,
${SCRIPT_ANNOTATION}: 'ready=1s; db: stop=3s; setup: exit=1 times=2'
(NAME: before the words of one container, ; between containers):
${table(SCRIPT_ROWS)}`;

/** What help tells of faults. */
export const FAULTS_MANUAL = `A fault is WHOM: WHAT, such as 'create pods: 500 p=0.1'. In names * is any text.
WHOM is:
${table(WHOM)}
WHAT is one of these, and any of those below:
${table(HARMS)}

${table(DETAILS)}

A node is also lost for as long as it has an annotation:
${INDENT}kubectl annotate node sandbox-node ${FAULT_ANNOTATION}=lost`;

/** What help tells of a sandbox besides its flags. */
export const MANUAL = `The file of --config has the flags of that name, and scripts for images:
${INDENT}speed: 30
${INDENT}nodes: 2
${INDENT}seed: 7
${INDENT}faults:
${INDENT}  - write *: 500 p=0.05
${INDENT}  - watch pods: silent after=2s times=1
${INDENT}images:
${INDENT}  registry.example/db:*: ready=3s stop=10s

What is simulated happens --speed times faster: starts, probes, back-offs, grace
periods, the loss of nodes. Timestamps, requests, watches and whatever a client
counts itself (--timeout, leases, minReadySeconds) keep to the time on the wall.`;
