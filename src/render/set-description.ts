import type { Operation, OperationKind } from '../controller/operation.js';
import { describeHandover } from '../petset/handover.js';
import type { ClaimTemplate, PetSet } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { recordObject } from '../petset/record-form.js';
import { selectorQuery } from '../petset/selector.js';
import { annotationLines, pairLines } from './described.js';
import { humanDuration } from './duration.js';
import { escapeTerminal } from './escape.js';
import { eventLines } from './event-table.js';
import { podTemplateLines } from './pod-template.js';
import type { DescriptionDeps, SetShown } from './set-shown.js';
import { ailmentLines, claimLines, ownPets, petLines, revisionLines, table } from './set-tables.js';
import { tabbed } from './tabbed.js';

/** A set as kubectl would describe it. Source: kubectl pkg/describe, describeStatefulSet; what follows the claims is ours. */
export function describedSet(shown: SetShown, deps: DescriptionDeps): string {
  const { now, withEvents } = deps;
  const events = shown.events === undefined ? ['Events:\t<forbidden>'] : eventLines(shown.events, now);
  const lines = [
    ...headLines(shown),
    ...podTemplateLines(shown.record.set.spec.template),
    ...claimTemplateLines(shown.record.set.spec.volumeClaimTemplates),
    ...petSetLines(shown),
    ...conditionLines(shown),
    ...operationLines(shown, deps),
    ...revisionLines(shown),
    ...petLines(shown, now),
    ...claimLines(shown),
    ...ailmentLines(shown, deps),
    ...(withEvents ? events : []),
  ];
  return tabbed(lines.map((line) => escapeTerminal(line)))
    .map((line) => `${line}\n`)
    .join('');
}

function headLines({ record, observed, phases }: SetShown): readonly string[] {
  const { set, ref, createdAt, teardown, stored } = record;
  const { spec } = set;
  const pets = ownPets(observed.pods);
  const isGoing = teardown !== undefined || stored.metadata.deletionTimestamp !== undefined;
  return [
    `Name:\t${ref.name}`,
    `Namespace:\t${ref.namespace}`,
    `CreationTimestamp:\t${rfc1123(new Date(createdAt))}`,
    `Selector:\t${selectorQuery(spec.selector)}`,
    ...pairLines('Labels', set.metadata.labels),
    ...annotationLines('Annotations', set.metadata.annotations),
    `Replicas:\t${isGoing ? 0 : spec.replicas} desired | ${pets.length} total`,
    `Update Strategy:\t${spec.updateStrategy.type}`,
    ...strategyLines(spec.updateStrategy),
    `Pods Status:\t${podsStatus(phases)}`,
  ];
}

/** What kubectl does not tell of a StatefulSet, or a StatefulSet does not have. */
function petSetLines({ record }: SetShown): readonly string[] {
  const { spec } = record.set;
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy;
  return [
    'PetSet:',
    `  Record:\t${recordObject(record.owner)}`,
    `  Service Name:\t${spec.serviceName || '<none>'}`,
    `  Pod Management Policy:\t${spec.podManagementPolicy}`,
    `  Min Ready Seconds:\t${spec.minReadySeconds}`,
    `  Ordinals:\t${ordinalWordsOf(spec.ordinals)}`,
    `  Claim Retention:\twhen deleted ${whenDeleted}, when scaled ${whenScaled}`,
  ];
}

function strategyLines({ rollingUpdate }: PetSet['spec']['updateStrategy']): readonly string[] {
  const { partition, maxUnavailable } = rollingUpdate ?? {};
  return [
    ...(partition === undefined ? [] : [`  Partition:\t${partition}`]),
    ...(maxUnavailable === undefined ? [] : [`  MaxUnavailable:\t${maxUnavailable}`]),
  ];
}

const PHASES = { Running: 'Running', Pending: 'Waiting', Succeeded: 'Succeeded', Failed: 'Failed' };

function podsStatus(phases: readonly string[]): string {
  const counts = Object.entries(PHASES).map(
    ([phase, word]) => `${phases.filter((each) => each === phase).length} ${word}`,
  );
  return counts.join(' / ');
}

function ordinalWordsOf({ start, reserve, overrides }: PetSet['spec']['ordinals']): string {
  const facts = [
    `from ${start}`,
    ...(reserve.length === 0 ? [] : [`without ${reserve.join(',')}`]),
    ...(overrides.length === 0 ? [] : [`overrides for ${overrides.map(({ ordinal }) => ordinal).join(',')}`]),
  ];
  return facts.join(', ');
}

/** Source: kubectl pkg/describe, describeVolumeClaimTemplates. */
function claimTemplateLines(templates: readonly ClaimTemplate[]): readonly string[] {
  if (templates.length === 0) return ['Volume Claims:\t<none>'];
  return [
    'Volume Claims:',
    ...templates.flatMap(({ metadata, spec }) => [
      `  Name:\t${metadata.name}`,
      `  StorageClass:\t${spec.storageClassName ?? ''}`,
      ...pairLines('  Labels', metadata.labels),
      ...annotationLines('  Annotations', metadata.annotations),
      `  Capacity:\t${spec.resources?.requests?.storage ?? '<default>'}`,
      `  Access Modes:\t[${(spec.accessModes ?? []).join(' ')}]`,
    ]),
  ];
}

function conditionLines({ ready, operation }: SetShown): readonly string[] {
  const { isReady, reason, message } = ready;
  const isAtRest = operation.kind === 'rest';
  const word = (is: boolean): string => (is ? 'True' : 'False');
  return table(
    'Conditions',
    ['Type', 'Status', 'Reason'],
    [
      ['Ready', word(isReady), `${reason}: ${message}`],
      ['Progressing', word(!isAtRest && !operation.paused), isAtRest ? 'AtRest' : operationWords(operation)],
      ['Paused', word(operation.paused), operation.paused ? `Brake: ${message}` : 'NoBrake'],
    ],
  );
}

const OPERATIONS: Readonly<Record<OperationKind, string>> = {
  clean: 'clean up: pets and claims go, then the set',
  delete: 'delete: pets go, then the set; claims stay',
  orphan: 'delete the set alone: pets and claims stay',
  'roll-out': 'roll out: pets come to the template of the set',
  replace: 'replace pets that somebody wants anew',
  fill: 'create the pets that are missing',
  recover: 'wait for pets that are not healthy',
  shrink: 'remove the pets that are not wanted any more',
  grow: 'grow claims',
  rest: '<none>',
};

function operationWords({ kind, left, total }: Operation): string {
  const progress = total === undefined ? `${left} to go` : `${total - left} of ${total} done`;
  return kind === 'rest' || kind === 'orphan' ? OPERATIONS[kind] : `${OPERATIONS[kind]} (${progress})`;
}

function operationLines({ operation, lease, record }: SetShown, { now, spell }: DescriptionDeps): readonly string[] {
  const { ref, handover, moving } = record;
  const marks = [
    ...(handover === undefined ? [] : [`  Handover:\tit ${describeHandover(handover, ref.name)}`]),
    ...(moving === undefined ? [] : ['  Moving:\tits record is being moved into the other form']),
  ];
  const paused = operation.paused
    ? [`  Paused:\tto go on: ${spell({ words: ['petset', 'resume', ref.name], namespace: ref.namespace })}`]
    : [];
  return [
    `Operation:\t${operationWords(operation)}`,
    ...paused,
    ...marks,
    `  Held By:\t${holderWords(lease, operation, record, { now, spell })}`,
  ];
}

function holderWords(
  lease: SetShown['lease'],
  { kind, paused }: Operation,
  { ref }: PetSetRecord,
  { now, spell }: Pick<DescriptionDeps, 'now' | 'spell'>,
): string {
  if (lease === 'unknown') return '<forbidden>';
  const { holderIdentity = '', acquireTime = '', renewTime = '', leaseDurationSeconds = 0 } = lease ?? {};
  const renewed = now - Date.parse(renewTime);
  if (holderIdentity !== '' && renewed <= leaseDurationSeconds * 1000) {
    return `${holderIdentity}, for ${humanDuration(now - Date.parse(acquireTime))}, renewed ${humanDuration(renewed)} ago`;
  }
  const goOn = `to go on: ${spell({ words: ['petset', 'reconcile', ref.name], namespace: ref.namespace })}`;
  const last = holderIdentity === '' ? '' : ` (${holderIdentity} has not renewed it for ${humanDuration(renewed)})`;
  return `nobody${last}${kind === 'rest' || paused ? '' : `; ${goOn}`}`;
}

/** As Go's time.RFC1123Z, in the time zone of whoever looks: `Sat, 21 Nov 2026 23:00:00 +0000`. */
export function rfc1123(date: Date): string {
  const [day = '', month = '', ofMonth = '', year = '', time = ''] = date.toString().split(' ');
  const zone = /GMT([+-]\d{4})/.exec(date.toString())?.[1] ?? '+0000';
  return `${day}, ${ofMonth} ${month} ${year} ${time} ${zone}`;
}
