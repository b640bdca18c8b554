import { getIn, isList } from '../json-edit.js';
import type { Json } from '../kubernetes.js';
import { type Draft, has, moved, put, type Step, tell, textAt, through } from './draft.js';

const POD = ['spec', 'template', 'spec'];

/**
 * What a template of a set says to no effect: each pet has a name and volumes of its own
 * (pkg/controller/petset/identity_mappers.go, 1.4; src/petset/pet.ts).
 */
export const withoutOverwritten: Step = (draft) => through(draft, [withoutHostname, withoutSubdomain, withoutClaimed]);

function withoutHostname(draft: Draft): Draft {
  const place = [...POD, 'hostname'];
  if (!has(draft, place)) return draft;
  return tell(
    put(draft, place, undefined),
    place,
    'spec.template.spec.hostname ignored: the host name of a pet is its name',
  );
}

function withoutSubdomain(draft: Draft): Draft {
  const place = [...POD, 'subdomain'];
  const service = textAt(draft, ['spec', 'serviceName']);
  if (!has(draft, place) || service === '') return draft;
  const told = `spec.template.spec.subdomain ignored: that of a pet is the name of the service, ${service}`;
  return tell(put(draft, place, undefined), place, told);
}

function withoutClaimed(draft: Draft): Draft {
  const place = [...POD, 'volumes'];
  const claimed = namesIn(getIn(draft.document, ['spec', 'volumeClaimTemplates']), ['metadata', 'name']);
  const volumes = getIn(draft.document, place);
  if (!isList(volumes)) return draft;
  const kept = volumes.map((_, index) => index).filter((index) => !claimed.includes(nameOf(volumes[index])));
  if (kept.length === volumes.length) return draft;
  const told = volumes.reduce<Draft>((at, _, index) => {
    if (kept.includes(index)) return at;
    const what = `the volume ${textAt(at, [...place, index, 'name'])} gives way to the claim that each pet has of that name`;
    return tell(at, [...place, index], what);
  }, draft);
  if (kept.length === 0) return put(told, place, undefined);
  const shifted = kept.map((from, to) => ({ to: [...place, to], from: [...place, from] }));
  return moved(
    put(
      told,
      place,
      kept.map((index) => volumes[index] ?? null),
    ),
    ...shifted,
  );
}

function nameOf(volume: Json | undefined): Json | undefined {
  return getIn(volume, ['name']);
}

function namesIn(list: Json | undefined, path: readonly string[]): readonly (Json | undefined)[] {
  return isList(list) ? list.map((each) => getIn(each, path)) : [];
}
