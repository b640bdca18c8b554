import { expect, test } from 'vitest';
import { Client } from '../../../src/cluster/client.js';
import { Diagnoser } from '../../../src/controller/diagnoser.js';
import { Enquiries } from '../../../src/controller/enquiries.js';
import type { View } from '../../../src/controller/set-watch.js';
import type { Diagnosis } from '../../../src/diagnose/diagnosis.js';
import type { PersistentVolumeClaim, Pod, PodStatus, Served } from '../../../src/petset/kubernetes.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { newRecord, readRecord } from '../../../src/petset/record.js';
import { FakeClock } from '../../fixtures/clock.js';
import { desired, observed, pet, webSet } from '../../fixtures/sets.js';

const MOST_ASKED_ABOUT = 8;
const PETS = 40;

const stored = newRecord(webSet(), 'default', 'config-map');
const record = readRecord({
  ...stored,
  metadata: { ...stored.metadata, name: 'petset-web', uid: 'uid-of-record', resourceVersion: '1' },
});

/** Pets that cannot pull their image, of whose pods it is counted how often somebody reads how they are. */
class Ward {
  reads = 0;
  readonly pets: readonly ObservedPet[] = Array.from({ length: PETS }, (_, ordinal) =>
    pet(ordinal, { state: 'starting' }),
  );
  private readonly pods = new Map<string, Served<Pod>>();
  private readonly claims = new Map<string, Served<PersistentVolumeClaim>>();
  private readonly view: View = { record, desired: desired({ replicas: PETS }), observed: observed(this.pets) };
  private readonly diagnoser: Diagnoser;

  constructor() {
    const silent = { value: () => new Promise(() => undefined) };
    const client = Object.create(Client.prototype, { page: silent, get: silent }) as Client;
    const clock = new FakeClock();
    const { signal } = new AbortController();
    const enquiries = new Enquiries({ client, clock, answered: () => undefined, signal });
    const watch = {
      pods: { get: (_namespace: string, name: string) => this.pods.get(name) },
      claims: { get: (_namespace: string, name: string) => this.claims.get(name) },
    };
    this.diagnoser = new Diagnoser({ watch, clock, enquiries });
    for (const { ordinal } of this.pets) {
      this.pod(ordinal, 'ImagePullBackOff');
      this.claim(ordinal);
    }
  }

  pod(ordinal: number, reason: string): void {
    const metadata = {
      name: `web-${ordinal}`,
      namespace: 'default',
      uid: `uid-of-web-${ordinal}`,
      resourceVersion: '1',
    };
    const spec = { nodeName: 'node-1', containers: [{ name: 'nginx' }] };
    const waiting = {
      name: 'nginx',
      ready: false,
      restartCount: 0,
      image: '',
      imageID: '',
      state: { waiting: { reason } },
    };
    const status = { phase: 'Pending', containerStatuses: [waiting] } as PodStatus;
    const read = (): void => {
      this.reads++;
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec,
      get status() {
        read();
        return status;
      },
    };
    this.pods.set(metadata.name, pod);
  }

  claim(ordinal: number): void {
    const metadata = { name: `www-web-${ordinal}`, namespace: 'default', uid: 'some', resourceVersion: '1' };
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: {}, status: { phase: 'Bound' } };
    this.claims.set(metadata.name, claim as Served<PersistentVolumeClaim>);
  }

  /** What is found out about all of them. */
  round(waited = 5_000): readonly (Diagnosis | 'asking' | undefined)[] {
    this.reads = 0;
    return this.pets.map((each) => this.diagnoser.diagnose({ for: 'ready', pet: each }, this.view, waited));
  }
}

function causes(found: readonly (Diagnosis | 'asking' | undefined)[]): ReadonlySet<string | undefined> {
  return new Set(found.slice(MOST_ASKED_ABOUT).map((each) => (each === 'asking' ? each : each?.cause)));
}

test('of many pets that do not get on those that have not changed are not diagnosed again', () => {
  const ward = new Ward();
  const first = ward.round();
  expect(causes(first)).toEqual(new Set(['ImagePullBackOff']));
  const readsOfAll = ward.reads;
  const second = ward.round();
  expect(second).toEqual(first);
  // Of those that are asked about somebody has to see whether there is anything else to ask.
  expect(ward.reads).toBeLessThan((readsOfAll * 2 * MOST_ASKED_ABOUT) / PETS);
});

test('one that has changed is, or whose claim has, and all of them after so long that it is worth another word', () => {
  const ward = new Ward();
  ward.round();
  ward.round();
  const rest = ward.reads;
  ward.pod(20, 'CreateContainerConfigError');
  const found = ward.round()[20];
  expect(found).toMatchObject({ cause: 'CreateContainerConfigError' });
  expect(ward.reads).toBeGreaterThan(rest);
  ward.claim(30);
  ward.round();
  expect(ward.reads).toBeGreaterThan(rest);
  ward.round(70_000);
  expect(ward.reads).toBeGreaterThan(rest * 2);
});
