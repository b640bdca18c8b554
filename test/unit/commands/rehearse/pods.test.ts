import { expect, test } from 'vitest';
import type { Cast } from '../../../../src/commands/rehearse/cast.js';
import { understudy } from '../../../../src/commands/rehearse/pods.js';
import type { JsonObject, Pod } from '../../../../src/petset/kubernetes.js';

const SCRIPT = 'script';

const CAST: Cast = {
  scriptAnnotation: SCRIPT,
  habits: new Map([['web-0', { schedule: 0, start: 0, ready: 7_000, init: new Map([['setup', 2_000]]) }]]),
  usual: { schedule: 0, start: 0, ready: 9_000, init: new Map() },
  claims: new Set(['www-web-0']),
  ailments: { ofPets: new Map(), ofRevisions: new Map(), images: new Set() },
};

/** A pod with fields that nobody here knows by name. */
function pod(spec: JsonObject = {}, metadata: Pod['metadata'] = {}): Pod {
  const containers = [{ name: 'nginx', image: 'nginx:1' }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', labels: { 'controller-revision-hash': 'new' }, ...metadata },
    spec: { containers, ...spec },
  };
}

const scriptOf = ({ metadata }: Pod): string | undefined => metadata.annotations?.[SCRIPT];

test('nothing is left of where it runs, as whom and beside whom', () => {
  const { spec } = understudy(
    pod({
      nodeName: 'node-7',
      nodeSelector: { disk: 'ssd' },
      affinity: {},
      tolerations: [],
      serviceAccountName: 'db',
      priorityClassName: 'high',
      readinessGates: [{ conditionType: 'x' }],
      schedulingGates: [{ name: 'x' }],
      hostNetwork: true,
      restartPolicy: 'Always',
      hostname: 'web-0',
    }),
    CAST,
  );
  expect(spec).toEqual({
    containers: [{ name: 'nginx', image: 'nginx:1', resources: {} }],
    restartPolicy: 'Always',
    hostname: 'web-0',
    schedulerName: 'default-scheduler',
    securityContext: {},
    volumes: [],
  });
});

test('its own claims stay, what comes from elsewhere is empty', () => {
  const { spec } = understudy(
    pod({
      volumes: [
        { name: 'www', persistentVolumeClaim: { claimName: 'www-web-0' } },
        { name: 'to-come', persistentVolumeClaim: { claimName: 'logs-web-0' } },
        { name: 'shared', persistentVolumeClaim: { claimName: 'shared' } },
        { name: 'kube-api-access-x', projected: {} },
        { name: 'scratch', emptyDir: { medium: 'Memory' } },
      ],
      containers: [
        {
          name: 'nginx',
          resources: { requests: { cpu: '64' } },
          envFrom: [{ secretRef: { name: 'password' } }],
          env: [
            { name: 'A', value: 'b' },
            { name: 'P', valueFrom: { secretKeyRef: { name: 'password', key: 'p' } } },
          ],
          ports: [{ containerPort: 80, hostPort: 80 }],
          readinessProbe: { tcpSocket: { port: 80 } },
          lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 15; nginx -s quit'] } } },
        },
      ],
    }),
    CAST,
  );
  expect(spec.volumes).toEqual([
    { name: 'www', persistentVolumeClaim: { claimName: 'www-web-0' } },
    { name: 'to-come', persistentVolumeClaim: { claimName: 'logs-web-0' } },
    { name: 'shared', emptyDir: {} },
    { name: 'kube-api-access-x', emptyDir: {} },
    { name: 'scratch', emptyDir: { medium: 'Memory' } },
  ]);
  expect(spec.containers).toEqual([
    {
      name: 'nginx',
      resources: {},
      env: [{ name: 'A', value: 'b' }],
      ports: [{ containerPort: 80 }],
      lifecycle: { preStop: { sleep: { seconds: 15 } } },
    },
  ]);
});

test('each pet takes as long as it did, a new one as long as is usual', () => {
  const initContainers = [{ name: 'setup' }];
  expect(scriptOf(understudy(pod({ initContainers }), CAST))).toBe('setup: exit=0 after=2000ms; nginx: ready=7000ms');
  expect(scriptOf(understudy(pod({}, { name: 'web-9' }), CAST))).toBe('nginx: ready=9000ms');
});

test('what somebody has scripted himself stays so, with his probes', () => {
  const own = pod({ containers: [{ name: 'nginx', readinessProbe: {} }] }, { annotations: { [SCRIPT]: 'ready=1s' } });
  expect(scriptOf(understudy(own, CAST))).toBe('ready=1s');
  expect(understudy(own, CAST).spec.containers[0]?.readinessProbe).toEqual({});
});

test('what is wrong with a pet is wrong with its copy, and with others of its revision where nobody is well', () => {
  const crash = { scripts: new Map([['nginx', 'exit=3']]), lacks: new Map() };
  const nowhere = { scripts: new Map<string, string>(), lacks: new Map(), keptFrom: 'node' as const };
  const ailing = (ailments: Partial<Cast['ailments']>): Cast => ({
    ...CAST,
    ailments: { ...CAST.ailments, ...ailments },
  });
  expect(scriptOf(understudy(pod(), ailing({ ofPets: new Map([['web-0 new', crash]]) })))).toBe('nginx: exit=3');
  expect(scriptOf(understudy(pod(), ailing({ ofPets: new Map([['web-0 old', crash]]) })))).toBe('nginx: ready=7000ms');
  expect(scriptOf(understudy(pod(), ailing({ ofRevisions: new Map([['new', crash]]) })))).toBe('nginx: exit=3');
  expect(scriptOf(understudy(pod(), ailing({ images: new Set(['nginx:1']) })))).toBe('nginx: pull=fail');
  const kept = understudy(pod(), ailing({ ofPets: new Map([['web-0 new', nowhere]]) }));
  expect(Object.keys(kept.spec.nodeSelector ?? {})).toEqual(['rehearsal.petset.dev/nowhere']);
});
