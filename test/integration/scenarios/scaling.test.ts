import { all, applies, begins, ends, finds, passes, scripts, types, typesInVain } from './actions.js';
import { playAll, type Scenario } from './scenario.js';
import { back, FIRST, gone, join, NOTHING, onClaim, up } from './sights.js';

const UNREADY = /pod\/web-0 container nginx is not ready yet/;
const CREATED = [types('create -f -')];

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'scaling should happen in predictable order and halt if any pet is unhealthy',
    set: { replicas: 1 },
    story: [
      [types('create -f -'), up('web-0')],
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [begins('scale web --replicas=3', UNREADY), 'www-web-1 created'],
      [passes(60), NOTHING],
      [scripts('web-0', 'ready=0s'), join('web-0 ready', onClaim('web-1', 'web-2'), 'web-2 created, web-2 ready')],
      [ends('scale'), NOTHING],
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [begins('scale web --replicas=1', UNREADY), NOTHING],
      [passes(60), NOTHING],
      [scripts('web-0', 'ready=0s'), join('web-0 ready', gone('web-2', 'web-1'))],
      [ends('scale'), NOTHING],
    ],
  },
  {
    name: 'scaling down should not deadlock when the pet that is to go is the unhealthy one',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [scripts('web-1', 'ready=never'), 'web-1 unready'],
      [types('scale web --replicas=1'), gone('web-2', 'web-1')],
    ],
  },
  {
    name: 'scaling to zero and up again should find the claims that were kept',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [types('scale web --replicas=0'), gone('web-1', 'web-0')],
      [types('scale web --replicas=3'), [back('web-0', 'web-1', 'web-2'), 'www-web-2 created']],
    ],
  },
  {
    name: 'scaling down should wait until a pet is gone, not only told to go',
    set: { replicas: 3, script: 'stop=20s' },
    given: CREATED,
    story: [
      [begins('scale web --replicas=1', /pod\/web-2 terminating/), 'web-2 terminating'],
      [passes(10), NOTHING],
      [passes(10), 'web-2 gone, web-1 terminating'],
      [ends('scale'), 'web-1 gone'],
    ],
  },
  {
    name: 'scaling up should be followed when another terminal scales down meanwhile',
    set: { replicas: 3, script: 'ready=30s' },
    story: [
      [begins('create -f -', /pod\/web-0 container nginx is not ready yet/), FIRST],
      [passes(30), 'web-0 ready, web-1 created, www-web-2 created'],
      [types('scale web --replicas=1'), gone('web-1')],
      [ends('create'), NOTHING],
    ],
  },
  {
    name: 'burst scaling should run to completion even with unhealthy pets',
    set: { replicas: 1, podManagementPolicy: 'Parallel' },
    given: CREATED,
    story: [
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [begins('scale web --replicas=3', UNREADY), [up('web-1'), up('web-2')]],
      [all(scripts('web-1', 'ready=never'), scripts('web-2', 'ready=never')), ['web-1 unready', 'web-2 unready']],
      [types('scale web --replicas=0'), [gone('web-0'), gone('web-1'), gone('web-2')]],
    ],
  },
  {
    name: 'burst scaling should create all pets before any of them is ready, and remove all before any is gone',
    set: { replicas: 3, podManagementPolicy: 'Parallel', script: 'ready=30s stop=20s' },
    story: [
      [
        begins('create -f -', /not ready yet/),
        ['www-web-0 created, web-0 created', 'www-web-1 created, web-1 created', 'www-web-2 created, web-2 created'],
      ],
      [ends('create'), ['web-0 ready', 'web-1 ready', 'web-2 ready']],
      [
        begins('scale web --replicas=0', /web-0 terminating/),
        ['web-0 terminating', 'web-1 terminating', 'web-2 terminating'],
      ],
      [ends('scale'), ['web-0 gone', 'web-1 gone', 'web-2 gone']],
    ],
  },
  {
    name: 'minReadySeconds should be honored when a set is created',
    set: { replicas: 2, minReadySeconds: 60 },
    story: [
      [begins('create -f -', /web-0 ready, but not for minReadySeconds yet/), join(FIRST, 'web-0 ready')],
      [passes(50), NOTHING],
      [passes(10), back('web-1')],
      [passes(50), NOTHING],
      [ends('create'), NOTHING],
    ],
  },
  {
    name: 'minReadySeconds should begin anew for a pet that was not ready in between',
    set: { replicas: 2, minReadySeconds: 60 },
    story: [
      [begins('create -f -', /web-0 ready, but not for minReadySeconds yet/), join(FIRST, 'web-0 ready')],
      [passes(40), NOTHING],
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [scripts('web-0', 'ready=0s'), 'web-0 ready'],
      [passes(50), NOTHING],
      [passes(10), back('web-1')],
    ],
  },
  {
    name: 'setting ordinals.start should number the pets from there',
    set: { replicas: 2, ordinals: { start: 3 } },
    story: [
      [types('create -f -'), up('web-3', 'web-4')],
      [finds('pod/web-3', { metadata: { labels: { 'apps.kubernetes.io/pod-index': '3' } } }), NOTHING],
      [types('scale web --replicas=3'), up('web-5')],
      [types('scale web --replicas=1'), gone('web-5', 'web-4')],
    ],
  },
  {
    name: 'ordinals.reserve should skip ordinals when a set is created',
    set: { replicas: 3, ordinals: { reserve: [1, 3] } },
    story: [[types('create -f -'), up('web-0', 'web-2', 'web-4')]],
  },
  {
    name: 'ordinals.reserve should take one bad pet out without its higher siblings, once there is one more',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [types('scale web --reserve=1'), join(up('web-3'), gone('web-1'))],
      [types('scale web --reserve='), join(back('web-1'), gone('web-3'))],
    ],
  },
  {
    name: 'ordinals.reserve should take out a pet that is the unhealthy one',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [scripts('web-1', 'ready=never'), 'web-1 unready'],
      [types('scale web --reserve=1'), join(up('web-3'), gone('web-1'))],
    ],
  },
  {
    name: 'a scale that is only written down should wait for reconcile',
    set: { replicas: 1 },
    given: CREATED,
    story: [
      [types('scale web --replicas=2 --no-wait'), NOTHING],
      [types('reconcile web'), up('web-1')],
    ],
  },
  {
    name: 'a set should be scaled by applying it with other replicas',
    set: { replicas: 1 },
    given: CREATED,
    story: [
      [applies({ replicas: 3 }), up('web-1', 'web-2')],
      [applies({ replicas: 2 }), gone('web-2')],
    ],
  },
  {
    name: 'increasing and decreasing ordinals.start should move the set, one pet more before one pet less',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [applies({ ordinals: { start: 1 } }), join(up('web-2'), gone('web-0'))],
      [applies({ ordinals: { start: 0 } }), join(back('web-0'), gone('web-2'))],
    ],
  },
  {
    name: 'removing ordinals.start should number the pets from 0 again',
    set: { replicas: 2, ordinals: { start: 3 } },
    given: CREATED,
    story: [[applies({ ordinals: {} }), join(up('web-0', 'web-1'), gone('web-4', 'web-3'))]],
  },
  {
    name: 'scaling up should halt at a pet that --verify-exec does not let pass',
    set: { replicas: 1 },
    given: CREATED,
    story: [
      [
        typesInVain('scale web --replicas=3 --verify-exec=false', /web-1.*--verify/),
        join('www-web-1 created', onClaim('web-1', 'web-2')),
      ],
      [types('reconcile web --verify-exec=true'), back('web-2')],
    ],
  },
  {
    name: 'scaling down should halt at a pet that --pre-delete-exec does not let go',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [typesInVain('scale web --replicas=1 --pre-delete-exec=false', /web-2.*--pre-delete/), NOTHING],
      [types('reconcile web --pre-delete-exec=true'), gone('web-2', 'web-1')],
    ],
  },
  {
    name: 'scaling up should be taken over at once by another terminal with --takeover',
    set: { replicas: 1, script: 'ready=30s' },
    given: CREATED,
    story: [
      [begins('scale web --replicas=2', /web-1 container nginx is not ready yet/), 'www-web-1 created, web-1 created'],
      [begins('reconcile web --takeover', /taken over from/), NOTHING],
      [ends('scale', /was taken over by/), 'web-1 ready'],
      [ends('reconcile'), NOTHING],
    ],
  },
];

playAll(SCENARIOS);
