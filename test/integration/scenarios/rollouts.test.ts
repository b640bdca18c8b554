import {
  all,
  applies,
  begins,
  budgets,
  deletes,
  ends,
  finds,
  interrupts,
  passes,
  patches,
  resumes,
  says,
  scripts,
  types,
  typesInVain,
} from './actions.js';
import { playAll, type Scenario } from './scenario.js';
import { back, gone, join, NOTHING, renewed, upgraded } from './sights.js';

const CREATED = [types('create -f -')];
const to = (image: string): string => `upgrade web --image nginx=registry.example/${image}`;
/** An image that nobody can pull. */
const TO_TYPO = 'upgrade web --image nginx=registry.invalid/nginx:typo';
const TYPO_AT_WEB_2 = join(gone('web-2'), 'web-2 created, web-2 runs nginx:typo');
const HOLDS_UP = /web-2 holds up petset\/web/;

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'should perform upgrades and rollbacks of template modifications with claims',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [types(to('nginx:2')), upgraded('nginx:2', 'web-2', 'web-1', 'web-0')],
      [types('rollback web'), renewed('web-2', 'web-1', 'web-0')],
      [types('rollback web --to-revision=2'), upgraded('nginx:2', 'web-2', 'web-1', 'web-0')],
    ],
  },
  {
    name: 'should perform canary upgrades and phased upgrades of template modifications',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [types(`${to('nginx:2')} --partition=3`), NOTHING],
      [types('upgrade web --partition=2'), upgraded('nginx:2', 'web-2')],
      [all(deletes('pod/web-0'), deletes('pod/web-2')), [gone('web-0'), gone('web-2')]],
      [types('reconcile web'), join(back('web-0'), 'web-2 created, web-2 runs nginx:2, web-2 ready')],
      [types('upgrade web --partition=1'), upgraded('nginx:2', 'web-1')],
      [types('upgrade web'), upgraded('nginx:2', 'web-0')],
    ],
  },
  {
    name: 'should roll a canary back without touching the other pets',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [types(`${to('nginx:2')} --partition=2`), upgraded('nginx:2', 'web-2')],
      [types('rollback web'), renewed('web-2')],
    ],
  },
  {
    name: 'should count the partition from ordinals.start',
    set: { replicas: 3, ordinals: { start: 5 } },
    given: CREATED,
    story: [[types(`${to('nginx:2')} --partition=2`), upgraded('nginx:2', 'web-7')]],
  },
  {
    name: 'should implement legacy replacement when the update strategy is OnDelete',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [applies({ image: 'nginx:2' }), NOTHING],
      [deletes('pod/web-1'), gone('web-1')],
      [types('reconcile web'), 'web-1 created, web-1 runs nginx:2, web-1 ready'],
      [types('upgrade web'), upgraded('nginx:2', 'web-2', 'web-0')],
    ],
  },
  {
    name: 'should roll a new template out by itself when the update strategy is RollingUpdate, as far as its partition',
    set: { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
    given: CREATED,
    story: [
      [applies({ image: 'nginx:2' }), upgraded('nginx:2', 'web-2', 'web-1')],
      [applies({ image: 'nginx:2', updateStrategy: { type: 'RollingUpdate' } }), upgraded('nginx:2', 'web-0')],
    ],
  },
  {
    name: 'should halt an upgrade at a new pet that is not healthy, and leave it for another template (kubernetes#67250)',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [begins(TO_TYPO, HOLDS_UP), TYPO_AT_WEB_2],
      [passes(60), NOTHING],
      [types(to('nginx:2')), upgraded('nginx:2', 'web-2', 'web-1', 'web-0')],
    ],
  },
  {
    name: 'should roll back out of a broken upgrade, replacing the broken pet alone',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [begins(TO_TYPO, HOLDS_UP), TYPO_AT_WEB_2],
      [interrupts('upgrade'), NOTHING],
      [types('rollback web'), renewed('web-2')],
    ],
  },
  {
    name: 'should upgrade a pet that is broken first, also when that is not the one being upgraded',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [types(to('nginx:2')), upgraded('nginx:2', 'web-0', 'web-2', 'web-1')],
    ],
  },
  {
    name: 'should leave a broken upgrade while yet another pet is broken, the lowest broken one first',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [begins(TO_TYPO, HOLDS_UP), TYPO_AT_WEB_2],
      [interrupts('upgrade'), NOTHING],
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [types(to('nginx:2')), upgraded('nginx:2', 'web-0', 'web-2', 'web-1')],
    ],
  },
  {
    name: 'should not upgrade below the partition to get out of a broken state',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [begins(`${to('nginx:2')} --partition=1`, /web-0 container nginx is not ready yet/), NOTHING],
      [passes(60), NOTHING],
      [scripts('web-0', 'ready=0s'), join('web-0 ready', upgraded('nginx:2', 'web-2', 'web-1'))],
    ],
  },
  {
    name: 'should upgrade in the order that is asked for: ascending',
    set: { replicas: 3 },
    given: CREATED,
    story: [[types(`${to('nginx:2')} --order=ascending`), upgraded('nginx:2', 'web-0', 'web-1', 'web-2')]],
  },
  {
    name: 'should upgrade in the order that is asked for: the leader last',
    set: { replicas: 4 },
    given: CREATED,
    story: [[types(`${to('nginx:2')} --order=2,0,3,1`), upgraded('nginx:2', 'web-2', 'web-0', 'web-3', 'web-1')]],
  },
  {
    name: 'should take down as many pets at once as maxUnavailable says, and no more',
    set: { replicas: 4, script: 'stop=20s' },
    given: CREATED,
    story: [
      [begins(`${to('nginx:2')} --max-unavailable=2`, /web-3 terminating/), ['web-3 terminating', 'web-2 terminating']],
      [passes(10), NOTHING],
      [
        passes(10),
        [
          'web-2 gone, web-2 created, web-2 runs nginx:2, web-2 ready',
          'web-3 gone, web-3 created, web-3 runs nginx:2, web-3 ready',
          'web-1 terminating',
          'web-0 terminating',
        ],
      ],
      [
        ends('upgrade'),
        [
          'web-0 gone, web-0 created, web-0 runs nginx:2, web-0 ready',
          'web-1 gone, web-1 created, web-1 runs nginx:2, web-1 ready',
        ],
      ],
    ],
  },
  {
    name: 'should not take down what could not come back, however many may be away',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [begins(`${to('nginx:2')} --partition=1 --max-unavailable=2`, /web-0 container nginx is not ready yet/), NOTHING],
      [passes(60), NOTHING],
      [scripts('web-0', 'ready=0s'), ['web-0 ready', upgraded('nginx:2', 'web-1'), upgraded('nginx:2', 'web-2')]],
    ],
  },
  {
    name: 'should take down a pet less than maxUnavailable says where one is broken anyway, in parallel',
    set: { replicas: 4, script: 'stop=20s', podManagementPolicy: 'Parallel' },
    given: CREATED,
    story: [
      [scripts('web-0', 'ready=never'), 'web-0 unready'],
      [begins(`${to('nginx:2')} --partition=1 --max-unavailable=2`, /web-3 terminating/), 'web-3 terminating'],
      [
        passes(50),
        [
          'web-3 gone, web-3 created, web-3 runs nginx:2, web-3 ready',
          upgraded('nginx:2', 'web-2'),
          'web-1 terminating',
        ],
      ],
      [passes(20), 'web-1 gone, web-1 created, web-1 runs nginx:2, web-1 ready'],
    ],
  },
  {
    name: 'should hold an upgrade after each pet with --step, until that one is resumed',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [
        begins(`${to('nginx:2')} --step`, /web-2 pauses petset\/web/),
        join(gone('web-2'), 'web-2 created, web-2 runs nginx:2, web-2 paused, web-2 ready'),
      ],
      [passes(60), NOTHING],
      [
        types('resume web'),
        join('web-2 resumed', gone('web-1'), 'web-1 created, web-1 runs nginx:2, web-1 paused, web-1 ready'),
      ],
      [
        resumes('pod/web-1'),
        join('web-1 resumed', gone('web-0'), 'web-0 created, web-0 runs nginx:2, web-0 paused, web-0 ready'),
      ],
      [types('resume web'), 'web-0 resumed'],
      [ends('upgrade'), NOTHING],
    ],
  },
  {
    name: 'should change images in place, one pet after the other, without a new pod',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [
        types(`${to('nginx:2')} --in-place`),
        'web-1 runs nginx:2, web-1 restarted once, web-0 runs nginx:2, web-0 restarted once',
      ],
    ],
  },
  {
    name: 'should fall back to new pods where more than images differs, also with --in-place',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [
        all(applies({ image: 'nginx:2', script: 'stop=1s' }), types('upgrade web --in-place')),
        upgraded('nginx:2', 'web-1', 'web-0'),
      ],
    ],
  },
  {
    name: 'should restart every pet with the same template, highest first',
    set: { replicas: 3 },
    given: CREATED,
    story: [[types('restart web'), renewed('web-2', 'web-1', 'web-0')]],
  },
  {
    name: 'should honor minReadySeconds between two pets of an upgrade',
    set: { replicas: 2, minReadySeconds: 60 },
    given: CREATED,
    story: [
      [begins(to('nginx:2'), /web-1 ready, but not for minReadySeconds yet/), upgraded('nginx:2', 'web-1')],
      [passes(50), NOTHING],
      [passes(10), upgraded('nginx:2', 'web-0')],
      [ends('upgrade'), NOTHING],
    ],
  },
  {
    name: 'should respect a disruption budget, say so, and go on when it lets a pet go',
    set: { replicas: 2 },
    given: [...CREATED, budgets(2)],
    story: [
      [
        begins(to('nginx:2'), /web-1 may not be evicted: The disruption budget web needs 2 healthy pods and has 2/),
        NOTHING,
      ],
      [passes(60), NOTHING],
      [
        all(patches('budget/web', { spec: { minAvailable: 1 } }), ends('upgrade')),
        upgraded('nginx:2', 'web-1', 'web-0'),
      ],
    ],
  },
  {
    name: 'should not ask a disruption budget with --ignore-budgets',
    set: { replicas: 2 },
    given: [...CREATED, budgets(2)],
    story: [
      [begins('restart web', /may not be evicted/), NOTHING],
      [types('upgrade web --ignore-budgets'), renewed('web-1', 'web-0')],
      [ends('restart'), NOTHING],
    ],
  },
  {
    name: 'should upgrade one pet after the other also where pets are managed in parallel',
    set: { replicas: 2, podManagementPolicy: 'Parallel' },
    given: CREATED,
    story: [[types(to('nginx:2')), upgraded('nginx:2', 'web-1', 'web-0')]],
  },
  {
    name: 'should make pets that are added during a canary of the template that their ordinal is to have',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [types(`${to('nginx:2')} --partition=1`), upgraded('nginx:2', 'web-1')],
      [types('scale web --replicas=3'), 'www-web-2 created, web-2 created, web-2 runs nginx:2, web-2 ready'],
    ],
  },
  {
    name: 'should have finished a canary when no pet of the former template is left, as Kubernetes 1.34 does',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [types(`${to('nginx:2')} --partition=1`), upgraded('nginx:2', 'web-1')],
      [types('scale web --replicas=0'), gone('web-1', 'web-0')],
      [types('scale web --replicas=1'), 'web-0 created, web-0 runs nginx:2, web-0 ready'],
    ],
  },
  {
    name: 'should give a pet what is overridden for its ordinal, and replace that one alone when it changes',
    set: { replicas: 2, ordinals: { overrides: [overriding(0, 'nginx:leader')] } },
    story: [
      [
        types('create -f -'),
        [
          join('www-web-0 created, web-0 created, web-0 runs nginx:leader, web-0 ready', back('web-1')),
          'www-web-1 created',
        ],
      ],
      [
        all(applies({ ordinals: { overrides: [overriding(0, 'nginx:boss')] } }), types('upgrade web')),
        upgraded('nginx:boss', 'web-0'),
      ],
      [finds('pod/web-1', { spec: { containers: [{ image: 'registry.example/nginx:1' }] } }), NOTHING],
    ],
  },
  {
    name: 'should go on with an upgrade that was interrupted, where it was',
    set: { replicas: 3, script: 'ready=20s' },
    given: CREATED,
    story: [
      [
        begins(to('nginx:2'), /web-2 container nginx is not ready yet/),
        join(gone('web-2'), 'web-2 created, web-2 runs nginx:2'),
      ],
      [interrupts('upgrade'), NOTHING],
      [passes(60), 'web-2 ready'],
      [types('reconcile web'), upgraded('nginx:2', 'web-1', 'web-0')],
    ],
  },
  {
    name: 'should follow another terminal that upgrades to yet another template',
    set: { replicas: 2, script: 'ready=20s' },
    given: CREATED,
    story: [
      [
        begins(to('nginx:2'), /web-1 container nginx is not ready yet/),
        join(gone('web-1'), 'web-1 created, web-1 runs nginx:2'),
      ],
      [types(to('nginx:3')), upgraded('nginx:3', 'web-1', 'web-0')],
      [says('upgrade', /was given another template/), NOTHING],
    ],
  },
  {
    name: 'should halt an upgrade at a pet that --verify-exec does not let pass',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [typesInVain(`${to('nginx:2')} --verify-exec=false`, /web-1.*--verify/), upgraded('nginx:2', 'web-1')],
      [types('rollback web'), renewed('web-1')],
    ],
  },
  {
    name: 'should halt an upgrade in place at a pet that does not become healthy, and leave it in place',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [begins(`${TO_TYPO} --in-place`, /web-1 holds up petset\/web/), 'web-1 runs nginx:typo, web-1 unready'],
      [passes(60), NOTHING],
      [
        types(`${to('nginx:2')} --in-place`),
        'web-1 runs nginx:2, web-1 restarted once, web-1 ready, web-0 runs nginx:2, web-0 restarted once',
      ],
    ],
  },
  {
    name: 'should hold an upgrade in place after each pet with --step as well',
    set: { replicas: 2 },
    given: CREATED,
    story: [
      [
        begins(`${to('nginx:2')} --in-place --step`, /web-1 pauses petset\/web/),
        'web-1 runs nginx:2, web-1 paused, web-1 restarted once',
      ],
      [passes(60), NOTHING],
      [types('resume web'), 'web-1 resumed, web-0 runs nginx:2, web-0 paused, web-0 restarted once'],
      [types('resume web'), 'web-0 resumed'],
      [ends('upgrade'), NOTHING],
    ],
  },
];

function overriding(ordinal: number, image: string): object {
  const containers = [{ name: 'nginx', image: `registry.example/${image}` }];
  return { ordinal, template: { spec: { containers } } };
}

playAll(SCENARIOS);
