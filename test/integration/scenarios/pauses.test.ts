import { all, annotates, begins, deletes, ends, interrupts, passes, pauses, resumes, types } from './actions.js';
import { playAll, type Scenario } from './scenario.js';
import { back, FIRST, gone, join, NOTHING, up } from './sights.js';

const CREATED = [types('create -f -')];
const BRAKE = 'pod.alpha.kubernetes.io/initialized';
const PAUSED = /web-0 pauses petset\/web/;
const TO_2 = 'upgrade web --image nginx=registry.example/nginx:2';

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a paused pet should hold a scale-up until somebody resumes it',
    set: { replicas: 1 },
    given: CREATED,
    story: [
      [types('pause web'), 'web-0 paused'],
      [begins('scale web --replicas=2', PAUSED), NOTHING],
      [passes(60), NOTHING],
      [types('resume web'), join('web-0 resumed', up('web-1'))],
      [ends('scale'), NOTHING],
    ],
  },
  {
    name: 'a paused pet should hold a scale-down until somebody resumes it, whichever it is',
    set: { replicas: 3 },
    given: CREATED,
    story: [
      [types('pause web web-1'), 'web-1 paused'],
      [begins('scale web --replicas=0', /web-1 pauses petset\/web/), NOTHING],
      [passes(60), NOTHING],
      [types('resume web'), join('web-1 resumed', gone('web-2', 'web-1', 'web-0'))],
    ],
  },
  {
    name: 'plain kubectl annotate should pause and resume just as well',
    set: { replicas: 1 },
    given: CREATED,
    story: [
      [pauses('pod/web-0'), 'web-0 paused'],
      [begins('scale web --replicas=2', PAUSED), NOTHING],
      [passes(60), NOTHING],
      [resumes('pod/web-0'), join('web-0 resumed', up('web-1'))],
      [pauses('pod/web-1'), 'web-1 paused'],
      [begins('scale web --replicas=1', /web-1 pauses petset\/web/), NOTHING],
      [annotates('pod/web-1', BRAKE, null), join('web-1 resumed', gone('web-1'))],
    ],
  },
  {
    name: 'a pause should be noticed at once by a command that is waiting',
    set: { replicas: 3, script: 'ready=20s' },
    story: [
      [begins('create -f -', /web-0 container nginx is not ready yet/), FIRST],
      [pauses('pod/web-0'), 'web-0 paused'],
      [passes(60), 'web-0 ready'],
      [resumes('pod/web-0'), 'web-0 resumed, web-1 created, www-web-2 created'],
      [ends('create'), 'web-1 ready, web-2 created, web-2 ready'],
    ],
  },
  {
    name: 'a pause should hold an upgrade between two pets',
    set: { replicas: 2, script: 'ready=20s' },
    given: CREATED,
    story: [
      [
        begins(TO_2, /web-1 container nginx is not ready yet/),
        join(gone('web-1'), 'web-1 created, web-1 runs nginx:2'),
      ],
      [types('pause web'), 'web-0 paused'],
      [passes(60), 'web-1 ready'],
      [types('resume web'), join('web-0 resumed', gone('web-0'), 'web-0 created, web-0 runs nginx:2')],
      [ends('upgrade'), 'web-0 ready'],
    ],
  },
  {
    name: 'a pause should hold the healing of pets, a replacement and a deletion',
    set: { replicas: 2 },
    given: [...CREATED, begins('run web', /petset\/web ready/)],
    story: [
      [types('pause web'), 'web-0 paused'],
      [deletes('pod/web-1'), gone('web-1')],
      [passes(60), NOTHING],
      [types('resume web'), join('web-0 resumed', back('web-1'))],
      [types('pause web'), 'web-0 paused'],
      [begins('replace web 1 --yes', PAUSED), NOTHING],
      [interrupts('replace'), NOTHING],
      [begins('delete web', PAUSED), NOTHING],
      [types('resume web'), join('web-0 resumed', gone('web-1', 'web-0'))],
      [ends('delete'), NOTHING],
    ],
  },
  {
    name: 'a set of no pets should be paused by its record',
    set: { replicas: 0 },
    given: CREATED,
    story: [
      [types('pause web', /petset\/web paused/), NOTHING],
      [begins('scale web --replicas=1', /configmap\/petset-web pauses petset\/web/), NOTHING],
      [passes(60), NOTHING],
      [resumes('configmap/petset-web'), up('web-0')],
      [ends('scale'), NOTHING],
    ],
  },
  {
    name: 'plain kubectl annotate on the record should pause a set as well',
    set: { replicas: 1 },
    given: CREATED,
    story: [
      [pauses('configmap/petset-web'), NOTHING],
      [begins('scale web --replicas=2', /configmap\/petset-web pauses petset\/web/), NOTHING],
      [passes(60), NOTHING],
      [types('resume web'), up('web-1')],
    ],
  },
  {
    name: 'a pet that is paused in parallel management should hold all others too',
    set: { replicas: 1, podManagementPolicy: 'Parallel' },
    given: CREATED,
    story: [
      [types('pause web'), 'web-0 paused'],
      [begins('scale web --replicas=3', PAUSED), NOTHING],
      [passes(60), NOTHING],
      [types('resume web'), ['web-0 resumed', up('web-1'), up('web-2')]],
    ],
  },
  {
    name: 'a template with the annotation "false" should pause after each pet, as the guide of 2016 has it',
    set: { replicas: 2, annotations: { [BRAKE]: 'false' } },
    story: [
      [begins('create -f -', PAUSED), 'www-web-0 created, web-0 created, web-0 paused, web-0 ready'],
      [passes(60), NOTHING],
      [resumes('pod/web-0'), 'web-0 resumed, www-web-1 created, web-1 created, web-1 paused, web-1 ready'],
      [types('resume web'), 'web-1 resumed'],
      [ends('create'), NOTHING],
    ],
  },
  {
    name: 'a create that is paused in one terminal should go on as scale, resume and upgrade in another say',
    set: { replicas: 3, annotations: { [BRAKE]: 'false' } },
    story: [
      [begins('create -f -', PAUSED), 'www-web-0 created, web-0 created, web-0 paused, web-0 ready'],
      [types('scale web --replicas=2 --no-wait'), NOTHING],
      [types('resume web'), 'web-0 resumed, www-web-1 created, web-1 created, web-1 paused, web-1 ready'],
      [begins(TO_2, /web-1 pauses petset\/web/), NOTHING],
      [
        types('resume web'),
        join('web-1 resumed', gone('web-1'), 'web-1 created, web-1 runs nginx:2, web-1 paused, web-1 ready'),
      ],
      [
        types('resume web'),
        join('web-1 resumed', gone('web-0'), 'web-0 created, web-0 runs nginx:2, web-0 paused, web-0 ready'),
      ],
      [types('resume web'), 'web-0 resumed'],
      [all(ends('create'), ends('upgrade')), NOTHING],
    ],
  },
  {
    name: 'a pet that is paused and goes should pause nothing',
    set: { replicas: 2, script: 'stop=20s' },
    given: CREATED,
    story: [
      [pauses('pod/web-1'), 'web-1 paused'],
      [begins('scale web --replicas=3', /web-1 pauses petset\/web/), NOTHING],
      [deletes('pod/web-1'), 'web-1 terminating, www-web-2 created'],
      [ends('scale'), join('web-1 gone', back('web-1', 'web-2'))],
    ],
  },
];

playAll(SCENARIOS);
