import type { Step, StepOf } from '../../controller/progress.js';
import { type Facts, labelOf } from './facts.js';

/** So many pets and claims are named. */
const NAMED = 4;

/** What is done, and to whom. */
type Deed = readonly [verb: string, object: string];

/** What comes next, `replace web-2, web-1; create web-5`; nothing where nothing does. */
export function nextWords(facts: Facts): string {
  const deeds = unlessCreatedAnew(facts.standing.ahead()).flatMap((step) => {
    const deed = deedOf(step, facts);
    return deed === undefined ? [] : [deed];
  });
  const clauses: { readonly verb: string; readonly objects: string[] }[] = [];
  for (const [verb, object] of deeds.slice(0, NAMED)) {
    const last = clauses.at(-1);
    if (last?.verb === verb) last.objects.push(object);
    else clauses.push({ verb, objects: [object] });
  }
  const words = clauses.map(({ verb, objects }) => `${verb} ${objects.join(', ')}`);
  return words.join(', then ') + (deeds.length > NAMED ? ' ...' : '');
}

/** A pet that goes only to come again is replaced. */
function unlessCreatedAnew(steps: readonly Step[]): readonly Step[] {
  const replaced = new Set<number>();
  return steps.filter((step) => {
    if ((step.do === 'delete-pet' || step.do === 'evict-pet') && step.because !== 'condemned') {
      replaced.add(step.pet.ordinal);
    }
    return !(step.do === 'create-pet' && replaced.delete(step.ordinal));
  });
}

/** Of the set's own book-keeping, and of claims that are made with their pets, nothing is said. */
const DEEDS: { readonly [Kind in Step['do']]?: (step: StepOf<Kind>, facts: Facts) => Deed } = {
  'create-pet': ({ ordinal }, facts) => ['create', labelOf(ordinal, facts)],
  'delete-pet': (step, facts) => leaving(step, facts),
  'evict-pet': (step, facts) => leaving(step, facts),
  'patch-pet': ({ pet }, facts) => ['change in place', labelOf(pet.ordinal, facts)],
  'adopt-pet': ({ pet }, facts) => ['adopt', labelOf(pet.ordinal, facts)],
  'delete-claim': ({ claim: { name } }) => ['delete', name],
  'grow-claim': ({ claim: { name } }) => ['grow', name],
  'delete-record': (_step, { set }) => ['delete', `petset/${set.name}`],
};

function deedOf<Kind extends Step['do']>(step: StepOf<Kind> & { readonly do: Kind }, facts: Facts): Deed | undefined {
  return DEEDS[step.do]?.(step, facts);
}

function leaving({ pet, because }: StepOf<'delete-pet' | 'evict-pet'>, facts: Facts): Deed {
  return [because === 'condemned' ? 'delete' : 'replace', labelOf(pet.ordinal, facts)];
}
