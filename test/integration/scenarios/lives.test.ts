import { expect } from 'vitest';
import {
  all,
  begins,
  budgets,
  deletes,
  ends,
  evicts,
  fails,
  failsPod,
  finds,
  labels,
  makes,
  patches,
  passes,
  says,
  scripts,
  types,
  typesInVain,
} from './actions.js';
import { playAll, type Scenario } from './scenario.js';
import { back, FIRST, gone, join, NOTHING, renewed, up } from './sights.js';

const CREATED = [types('create -f -')];
/** As the controller of a StatefulSet, which never ends. */
const KEPT = [...CREATED, begins('run web', /petset\/web ready/)];

const pod = (name: string, app: string): object => ({
  metadata: { name, labels: { app } },
  spec: { containers: [{ name: 'nginx', image: 'registry.example/nginx:1' }] },
});

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'should provide basic identity',
    set: { replicas: 2 },
    story: [
      [types('create -f -'), up('web-0', 'web-1')],
      [
        finds('pod/web-1', {
          metadata: { labels: { 'apps.kubernetes.io/pod-index': '1', 'petset.dev/name': 'web' } },
          spec: {
            hostname: 'web-1',
            subdomain: 'nginx',
            volumes: expect.arrayContaining([
              { name: 'www', persistentVolumeClaim: { claimName: 'www-web-1' } },
            ]) as unknown,
          },
        }),
        NOTHING,
      ],
      [
        all(types('scale web --replicas=0'), types('scale web --replicas=2')),
        join(gone('web-1', 'web-0'), back('web-0', 'web-1')),
      ],
      [finds('pod/web-1', { spec: { hostname: 'web-1', subdomain: 'nginx' } }), NOTHING],
    ],
  },
  {
    name: 'should adopt matching orphans',
    set: { replicas: 1 },
    given: KEPT,
    story: [[patches('pod/web-0', { metadata: { ownerReferences: null } }), 'web-0 orphaned, web-0 adopted']],
  },
  {
    name: 'should adopt a pod that was there before the set',
    set: { replicas: 2 },
    story: [
      [makes('pod', pod('web-0', 'nginx')), 'web-0 created, web-0 orphaned, web-0 ready'],
      [types('create -f -'), ['www-web-0 created', 'web-0 adopted', up('web-1')]],
    ],
  },
  {
    name: 'should release a pet that no longer matches, stop there, and adopt it when it does again',
    set: { replicas: 2 },
    given: KEPT,
    story: [
      [labels('pod/web-1', { app: 'other' }), 'web-1 orphaned'],
      [says('run', /cannot go on: pod\/web-1 has labels that do not match the selector/), NOTHING],
      [deletes('pod/web-0'), gone('web-0')],
      [passes(60), NOTHING],
      [labels('pod/web-1', { app: 'nginx' }), [back('web-0'), 'web-1 adopted']],
    ],
  },
  {
    name: 'should create nothing where a pod of somebody else has the name of a pet',
    set: { replicas: 2 },
    given: [makes('pod', pod('web-1', 'other'))],
    story: [
      [typesInVain('create -f -', /pod\/web-1, a name that petset\/web needs, has labels that do not match/), NOTHING],
      [deletes('pod/web-1'), gone('web-1')],
      [types('create -f -'), up('web-0', 'web-1')],
    ],
  },
  {
    name: "should not deadlock when a pet's predecessor fails",
    set: { replicas: 2 },
    given: KEPT,
    story: [
      [scripts('web-1', 'ready=never'), 'web-1 unready'],
      [deletes('pod/web-0'), join(gone('web-0'), back('web-0'))],
      [scripts('web-1', 'ready=0s'), 'web-1 ready'],
    ],
  },
  {
    name: 'should not create a pet while its predecessor is gone or not ready again',
    set: { replicas: 3, script: 'ready=20s' },
    given: KEPT,
    story: [
      [all(deletes('pod/web-0'), deletes('pod/web-2')), [join(gone('web-0'), 'web-0 created'), gone('web-2')]],
      [passes(30), 'web-0 ready, web-2 created'],
      [passes(30), 'web-2 ready'],
    ],
  },
  {
    name: 'should recreate pets that somebody deletes, on their claims',
    set: { replicas: 3 },
    given: KEPT,
    story: [
      [deletes('pod/web-1'), renewed('web-1')],
      [
        all(deletes('pod/web-0'), deletes('pod/web-1'), deletes('pod/web-2')),
        [renewed('web-0'), renewed('web-1'), renewed('web-2')],
      ],
    ],
  },
  {
    name: 'should recreate evicted pets',
    set: { replicas: 2 },
    given: KEPT,
    story: [
      [evicts('web-1'), renewed('web-1')],
      [failsPod('web-0'), join('web-0 failed', renewed('web-0'))],
    ],
  },
  {
    name: 'should recreate a failed pet before any other is created',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [failsPod('web-0'), 'web-0 failed'],
      [types('scale web --replicas=3'), [join(gone('web-0'), back('web-0', 'web-2')), 'www-web-2 created']],
    ],
  },
  {
    name: 'should remove a failed pet that is to go anyway, and not recreate it',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [failsPod('web-2'), 'web-2 failed'],
      [types('scale web --replicas=1'), gone('web-2', 'web-1')],
    ],
  },
  {
    name: 'should act on a record that somebody changes',
    set: { replicas: 1 },
    given: KEPT,
    story: [
      [types('scale web --replicas=2 --no-wait'), up('web-1')],
      [
        types('upgrade web --image nginx=registry.example/nginx:2 --no-wait'),
        'web-1 terminating, web-1 gone, web-1 created, web-1 runs nginx:2, web-1 ready, web-0 terminating, web-0 gone, web-0 created, web-0 runs nginx:2, web-0 ready',
      ],
      [types('scale web --replicas=0 --no-wait'), gone('web-1', 'web-0')],
    ],
  },
  {
    name: 'should have the pets go and the claims stay when the record is deleted',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [deletes('configmap/petset-web'), [gone('web-0'), gone('web-1')]],
      [types('create -f -'), back('web-0', 'web-1')],
    ],
  },
  {
    name: 'should not bring pets back while their record is deleted under its eyes',
    set: { replicas: 2, script: 'stop=20s' },
    given: KEPT,
    story: [
      [deletes('configmap/petset-web'), ['web-0 terminating', 'web-1 terminating']],
      [ends('run'), NOTHING],
      [passes(30), ['web-0 gone', 'web-1 gone']],
    ],
  },
  {
    name: 'should leave the pets running when the record is orphaned, and adopt them again',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [deletes('configmap/petset-web?propagationPolicy=Orphan'), ['web-0 orphaned', 'web-1 orphaned']],
      [types('create -f -'), 'web-0 adopted, web-1 adopted'],
    ],
  },
  {
    name: 'should delete a set in order, and leave its claims for the next one',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [types('delete web'), gone('web-2', 'web-1', 'web-0')],
      [types('create -f -'), back('web-0', 'web-1', 'web-2')],
    ],
  },
  {
    name: 'should leave the pets running with delete --cascade=orphan, and adopt them again',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [types('delete web --cascade=orphan'), ['web-0 orphaned', 'web-1 orphaned']],
      [types('create -f -'), 'web-0 adopted, web-1 adopted'],
    ],
  },
  {
    name: 'should delete a set with a pet that is not healthy',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [types('delete web --cascade=foreground'), gone('web-1', 'web-0')],
    ],
  },
  {
    name: 'should delete a set although a disruption budget would not let its pets be evicted',
    set: { replicas: 2 },
    given: [...CREATED, budgets(2)],
    story: [[types('delete web'), gone('web-1', 'web-0')]],
  },
  {
    name: 'should end a create whose set another terminal deletes',
    set: { replicas: 2, script: 'ready=never' },
    story: [
      [begins('create -f -', /web-0 container nginx is not ready yet/), FIRST],
      [types('delete web'), gone('web-0')],
      [fails('create', /petset\/web/), NOTHING],
    ],
  },
  {
    name: 'should replace one pet on purpose, on its claims',
    set: { replicas: 3 },
    given: CREATED,
    story: [[types('replace web 1 --yes'), renewed('web-1')]],
  },
  {
    name: 'should replace one pet with new claims, which come before it',
    set: { replicas: 2 },
    given: CREATED,
    story: [[types('replace web 0 --new-claims --yes'), join(gone('web-0'), gone('www-web-0'), up('web-0'))]],
  },
  {
    name: 'should replace a pet that is broken, while another is broken too',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [all(scripts('web-0', 'ready=never'), scripts('web-2', 'ready=never')), ['web-0 unready', 'web-2 unready']],
      [begins('replace web 2 --yes', /web-0 container nginx is not ready yet/), gone('web-2')],
      [scripts('web-0', 'ready=0s'), join('web-0 ready', back('web-2'))],
    ],
  },
  {
    name: 'should wait for a pet that does not end, unless it is forced',
    set: { replicas: 2, script: 'stop=never' },
    given: CREATED,
    story: [
      [begins('replace web 1 --yes', /web-1 terminating/), 'web-1 terminating'],
      [passes(20), NOTHING],
      [types('replace web 1 --yes --force'), join('web-1 gone', back('web-1'))],
      [ends('replace'), NOTHING],
    ],
  },
  {
    name: 'should bring up a set that is created after run --all has begun',
    set: { replicas: 2 },
    given: [begins('run --all', /(?:)/)],
    story: [
      [types('create -f - --no-wait'), up('web-0', 'web-1')],
      [deletes('pod/web-0'), renewed('web-0')],
    ],
  },
];

playAll(SCENARIOS);
