import type { OperationKind } from '../../controller/progress.js';
import { countClaims, countPets } from '../../petset/kinds.js';
import { counted } from '../counted.js';
import { type Crowd, whose } from '../crowd.js';
import type { Facts } from './facts.js';
import { isHealthyOwn, isOwn } from './own.js';
import type { Paint } from './paint.js';
import { widthOf } from '../width.js';
import { cut } from './width.js';

const BAR_WIDTH = 20;
/** Between the parts of the line. */
const GAP = '  ';

interface Wording {
  readonly what: (facts: Facts) => string;
  readonly count: (facts: Facts, done: number, total: number) => string;
}

const ready: Wording['count'] = ({ standing }) =>
  `${countPets(standing.there.pods, isHealthyOwn)}/${standing.wanted.replicas} ready`;
const gone: Wording['count'] = (_facts, done, total) => `${done}/${total} gone`;
const done: Wording['count'] = (_facts, count, total) => `${count}/${total} done`;

/** What each operation is called, and how far it is. */
const WORDINGS: Readonly<Record<OperationKind, Wording>> = {
  clean: {
    what: () => 'cleaning up',
    count: ({ standing: { there, isOwnClaim } }) => {
      const claims = countClaims(there.claims, isOwnClaim);
      return `${counted(countPets(there.pods, isOwn), 'pod')} and ${counted(claims, 'claim')} left`;
    },
  },
  delete: { what: () => 'deleting', count: gone },
  orphan: {
    what: () => 'deleting, its pods stay',
    count: ({ standing: { there } }) => counted(countPets(there.pods, isOwn), 'pod'),
  },
  'roll-out': {
    what: ({ revisionNumbers, standing }) => {
      const number = revisionNumbers.get(standing.revision);
      return number === undefined ? 'rolling out' : `rolling out revision ${number}`;
    },
    count: done,
  },
  replace: { what: () => 'replacing pets', count: done },
  fill: { what: () => 'bringing pets up', count: ready },
  recover: { what: () => 'bringing pets up', count: ready },
  shrink: { what: () => 'scaling down', count: gone },
  grow: { what: () => 'growing claims', count: done },
  rest: { what: () => 'ready', count: ({ standing: { wanted } }, count) => `${count}/${wanted.replicas}` },
};

export interface HeaderOptions {
  /** Of how many it is done; the most that were left so far where nobody can see that. */
  readonly total: number;
  /** Since it is looked at, as an age; nothing where that is said elsewhere. */
  readonly elapsed: string | undefined;
  readonly columns: number;
  readonly paint: Paint;
  readonly crowd: Crowd;
  readonly isRehearsal: boolean;
}

/** Which set it is, what it is doing and how far that is, in a line. Where it is long the bar gives way, then the name. */
export function header(facts: Facts, options: HeaderOptions): string {
  const { total, elapsed, columns, paint, crowd, isRehearsal } = options;
  const { operation } = facts.standing;
  const { what, count } = WORDINGS[operation.kind];
  const done = total - operation.left;
  const begin = what(facts) + (operation.paused ? ' (paused)' : '');
  const end = [count(facts, done, total), ...(elapsed === undefined ? [] : [elapsed])];
  const name = (isRehearsal ? 'rehearsal: ' : '') + titleOf(facts, crowd);
  const roomBeside = (words: readonly string[]): number => columns - widthOf(GAP + words.join(GAP));
  const barred = [begin, ...(total === 0 ? [] : [bar(done, total)]), ...end];
  const words = widthOf(name) <= roomBeside(barred) ? barred : [begin, ...end];
  const title = cut(name, Math.max(roomBeside(words), SHORTEST_TITLE));
  return paint.strong(title) + cut(GAP + words.join(GAP), columns - widthOf(title));
}

/** Of a name so much is read however narrow the terminal is. */
const SHORTEST_TITLE = 16;

/** Which set it is, as far as the reader does not know it. */
export function titleOf({ set }: Pick<Facts, 'set'>, crowd: Crowd): string {
  const isElsewhere = crowd !== 'of-namespaces' && set.namespace !== 'default';
  return `${whose({ type: 'standing', set }, crowd)}petset/${set.name}${isElsewhere ? ` in ${set.namespace}` : ''}`;
}

/** It is full only when all is done. */
function bar(done: number, total: number): string {
  const full = Math.min(Math.max(Math.floor((done / total) * BAR_WIDTH), 0), BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}
