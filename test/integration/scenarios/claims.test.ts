import { all, applies, begins, deletes, ends, isOwnedBy, makes, passes, types, typesInVain } from './actions.js';
import { playAll, type Scenario } from './scenario.js';
import { back, gone, join, NOTHING, renewed, up, upWith } from './sights.js';

const CREATED = [types('create -f -')];
const WITH_SET = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } };
const WITH_PET = { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } };
const WITH_BOTH = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' } };

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'should keep claims when a set is scaled down or deleted, by default',
    set: { replicas: 2 },
    story: [
      [types('create -f -'), up('web-0', 'web-1')],
      [types('scale web --replicas=1'), gone('web-1')],
      [types('delete web'), gone('web-0')],
    ],
  },
  {
    name: 'should delete claims with a whenDeleted policy',
    set: { replicas: 2, ...WITH_SET },
    story: [
      [types('create -f -'), upWith('petset-web', 'web-0', 'web-1')],
      [types('scale web --replicas=1'), gone('web-1')],
      [types('delete web'), [gone('web-0'), gone('www-web-0'), gone('www-web-1')]],
    ],
  },
  {
    name: 'should delete claims with a whenScaled policy, and keep those of pets that stay',
    set: { replicas: 3, ...WITH_PET },
    story: [
      [types('create -f -'), up('web-0', 'web-1', 'web-2')],
      [
        types('scale web --replicas=1'),
        [
          gone('web-2', 'web-1'),
          `www-web-2 goes with web-2, ${gone('www-web-2')}`,
          `www-web-1 goes with web-1, ${gone('www-web-1')}`,
        ],
      ],
      [types('scale web --replicas=2'), up('web-1')],
    ],
  },
  {
    name: 'should keep the claims of a pet that only comes back, with a whenScaled policy',
    set: { replicas: 2, ...WITH_PET },
    given: CREATED,
    story: [
      [all(deletes('pod/web-1'), types('reconcile web')), renewed('web-1')],
      [types('restart web'), renewed('web-1', 'web-0')],
    ],
  },
  {
    name: 'should leave its claim to a pet that is wanted again before it is gone, with a whenScaled policy',
    set: { replicas: 2, script: 'stop=20s', ...WITH_PET },
    given: CREATED,
    story: [
      [begins('scale web --replicas=1', /web-1 terminating/), 'www-web-1 goes with web-1, web-1 terminating'],
      [types('scale web --replicas=2'), ['www-web-1 goes with nobody', join('web-1 gone', back('web-1'))]],
    ],
  },
  {
    name: 'should delete claims after adopting pets, with a whenDeleted policy',
    set: { replicas: 2, ...WITH_SET },
    given: CREATED,
    story: [
      [
        types('delete web --cascade=orphan'),
        ['web-0 orphaned', 'web-1 orphaned', 'www-web-0 goes with nobody', 'www-web-1 goes with nobody'],
      ],
      [
        types('create -f -'),
        ['web-0 adopted', 'web-1 adopted', 'www-web-0 goes with petset-web', 'www-web-1 goes with petset-web'],
      ],
      [types('delete web'), [gone('web-1', 'web-0'), gone('www-web-0'), gone('www-web-1')]],
    ],
  },
  {
    name: 'should act on a policy that changes',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [applies(WITH_BOTH), ['www-web-0 goes with petset-web', 'www-web-1 goes with petset-web']],
      [applies({}), ['www-web-0 goes with nobody', 'www-web-1 goes with nobody']],
      [types('delete web'), gone('web-1', 'web-0')],
    ],
  },
  {
    name: 'should keep the claims of pets where their record goes with kubectl delete, unless the policy says otherwise',
    set: { replicas: 2, ...WITH_SET },
    given: CREATED,
    story: [[deletes('configmap/petset-web'), [gone('web-0'), gone('web-1'), gone('www-web-0'), gone('www-web-1')]]],
  },
  {
    name: 'should create the claim anew of a pet that is pending for want of it',
    set: { replicas: 1, script: 'ready=20s' },
    given: CREATED,
    story: [
      [all(types('scale web --replicas=0'), deletes('claim/www-web-0')), join(gone('web-0'), gone('www-web-0'))],
      [
        makes('pod', {
          metadata: { name: 'web-0', labels: { app: 'nginx' } },
          spec: {
            containers: [{ name: 'nginx', image: 'registry.example/nginx:1' }],
            volumes: [{ name: 'www', persistentVolumeClaim: { claimName: 'www-web-0' } }],
          },
        }),
        'web-0 created, web-0 orphaned',
      ],
      [types('scale web --replicas=1'), ['web-0 adopted, web-0 ready', 'www-web-0 created']],
    ],
  },
  {
    name: 'should wait until a claim that somebody deletes is gone, and make a new one',
    set: { replicas: 1 },
    given: [...CREATED, begins('run web', /petset\/web ready/)],
    story: [
      [deletes('claim/www-web-0'), 'www-web-0 terminating'],
      [passes(60), NOTHING],
      [deletes('pod/web-0'), [join(gone('web-0'), back('web-0')), 'www-web-0 gone, www-web-0 created']],
    ],
  },
  {
    name: 'should stop at a claim that belongs to another set, before anything is created',
    set: { replicas: 2 },
    given: [
      makes('claim', {
        metadata: { name: 'www-web-1', labels: { 'petset.dev/name': 'other' } },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      }),
    ],
    story: [[typesInVain('create -f -', /www-web-1.*belongs to petset\/other/), NOTHING]],
  },
  {
    name: 'should clean up to the last claim: pets in order, then claims, and never a claim before its pet',
    set: { replicas: 2 },
    given: [...CREATED, types('scale web --replicas=3'), types('scale web --replicas=2')],
    story: [
      [
        types('clean web --yes'),
        [join(gone('web-1', 'web-0'), gone('www-web-2')), gone('www-web-1'), gone('www-web-0')],
      ],
    ],
  },
  {
    name: 'should delete no claim while a pet of a clean-up still ends',
    set: { replicas: 2, script: 'stop=20s' },
    given: CREATED,
    story: [
      [begins('clean web --yes', /web-1 terminating/), 'web-1 terminating'],
      [passes(10), NOTHING],
      [passes(10), 'web-1 gone, web-0 terminating'],
      [ends('clean'), ['web-0 gone', gone('www-web-0'), gone('www-web-1')]],
    ],
  },
  {
    name: 'should grow claims one by one, lowest first, without a restart',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [
        types('upgrade web --storage www=2Gi'),
        'www-web-0 asks for 2Gi, www-web-0 has 2Gi, www-web-1 asks for 2Gi, www-web-1 has 2Gi',
      ],
      [
        types('scale web --replicas=3'),
        ['www-web-2 created, www-web-2 asks for 2Gi, www-web-2 has 2Gi', back('web-2')],
      ],
      [typesInVain('upgrade web --storage www=1Gi', /cannot|smaller|shrink/), NOTHING],
    ],
  },
  {
    name: 'should grow a claim that was kept when its pet comes back',
    set: { replicas: 2 },
    given: [...CREATED, types('scale web --replicas=1')],
    story: [
      [types('upgrade web --storage www=2Gi'), 'www-web-0 asks for 2Gi, www-web-0 has 2Gi'],
      [types('scale web --replicas=2'), join(back('web-1'), 'www-web-1 asks for 2Gi, www-web-1 has 2Gi')],
    ],
  },
  {
    name: 'should not delete a claim with a whenScaled policy that somebody else owns as well',
    set: { replicas: 2, ...WITH_PET },
    given: [...CREATED, makes('configmap', { metadata: { name: 'keeper' } }), isOwnedBy('claim/www-web-1', 'keeper')],
    story: [
      [
        types('scale web --replicas=1'),
        [gone('web-1'), 'www-web-1 goes with web-1 and keeper, www-web-1 goes with keeper'],
      ],
    ],
  },
  {
    name: 'should refuse to grow claims whose class cannot, before anything is changed',
    set: { replicas: 1, storageClass: 'keep' },
    given: CREATED,
    story: [[typesInVain('upgrade web --storage www=2Gi', /petset\/web was not changed/), NOTHING]],
  },
];

playAll(SCENARIOS);
