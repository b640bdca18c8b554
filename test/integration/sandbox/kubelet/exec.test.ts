import { Exec, KubeConfig } from '@kubernetes/client-node';
import type { V1Status } from '@kubernetes/client-node';
import { request as httpRequest } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { at, hasPhase, isReady, podManifest, startCluster, STRATEGIC } from '../cluster.js';
import type { Cluster, Manifest } from '../cluster.js';

const NAMESPACE = '/api/v1/namespaces/default';
const PODS = `${NAMESPACE}/pods`;
const WEB_ROOT = '/usr/share/nginx/html';

interface Ran {
  readonly out: string;
  readonly err: string;
  readonly status: V1Status;
}

/** A set of two pets as we would make them, and another pod. */
const service = (name: string, clusterIP?: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: 'web' }, ports: [{ name: 'web', port: 80 }], ...(clusterIP !== undefined && { clusterIP }) },
});

const claim = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
});

const pet = (name: string, script = ''): Manifest =>
  podManifest(
    name,
    {
      hostname: name,
      subdomain: 'nginx',
      volumes: [
        { name: 'www', persistentVolumeClaim: { claimName: `www-${name}` } },
        { name: 'scratch', emptyDir: {} },
        { name: 'settings', configMap: { name: 'settings' } },
        { name: 'me', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      ],
      containers: [
        {
          name: 'nginx',
          image: 'nginx:1',
          ports: [{ name: 'web', containerPort: 80 }],
          env: [
            { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            { name: 'FULL', value: '$(POD).nginx' },
            { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } },
          ],
          volumeMounts: [
            { name: 'www', mountPath: WEB_ROOT },
            { name: 'scratch', mountPath: '/scratch' },
            { name: 'settings', mountPath: '/settings' },
            { name: 'me', mountPath: '/me' },
            { name: 'www', mountPath: '/part', subPath: 'part', readOnly: true },
          ],
        },
        { name: 'side', image: 'busybox:1', volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }] },
      ],
    },
    { labels: { app: 'web' }, annotations: { 'sandbox.petset.dev/script': script } },
  );

describe('exec', () => {
  let cluster: Cluster;
  let exec: Exec;

  const makePet = async (name: string, script?: string): Promise<void> => {
    await cluster.post(PODS, pet(name, script));
    await cluster.until(`${PODS}/${name}`, isReady);
  };

  beforeAll(async () => {
    cluster = await startCluster();
    const config = new KubeConfig();
    config.loadFromString(cluster.sandbox.kubeconfig());
    exec = new Exec(config);
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { mode: 'quiet' } };
    await cluster.post(`${NAMESPACE}/configmaps`, configMap);
    for (const one of [service('nginx', 'None'), service('front')]) await cluster.post(`${NAMESPACE}/services`, one);
    for (const name of ['web-0', 'web-1']) {
      await cluster.post(`${NAMESPACE}/persistentvolumeclaims`, claim(`www-${name}`));
      await makePet(name);
    }
  });
  afterAll(() => cluster.stop());

  /** Runs a command with the official client. */
  const run = async (pod: string, command: string[], stdin = '', container = 'nginx'): Promise<Ran> => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const texts = [text(out), text(err)] as const;
    const input = stdin === '' ? null : Readable.from([stdin]);
    const status = await new Promise<V1Status>((resolve, reject) => {
      exec.exec('default', pod, container, command, out, err, input, false, resolve).catch(reject);
    });
    out.end();
    err.end();
    return { out: await texts[0], err: await texts[1], status };
  };
  const sh = async (pod: string, script: string, container?: string): Promise<string> => {
    const { out, err } = await run(pod, ['sh', '-c', script], '', container);
    return out + err;
  };
  /** What a name stands for, once that is so. */
  const resolved = (name: string) => expect.poll(() => sh('web-0', `getent hosts ${name} | wc -l`));

  test('what was written survives the pod on its claim, and nowhere else', async () => {
    await sh('web-1', `hostname > ${WEB_ROOT}/index.html; echo x > /scratch/f; echo x > /tmp/f`);
    await cluster.delete(`${PODS}/web-1`, { gracePeriodSeconds: 0 });
    await cluster.gone(`${PODS}/web-1`);
    await makePet('web-1');
    expect(await sh('web-1', `cat ${WEB_ROOT}/index.html; ls /scratch /tmp`)).toBe('web-1\n/scratch:\n\n/tmp:\n');
  });

  test('it goes with its volume', async () => {
    await cluster.post(`${NAMESPACE}/persistentvolumeclaims`, claim('www-db-0'));
    await makePet('db-0');
    await sh('db-0', `echo old > ${WEB_ROOT}/f`);
    const { body } = await cluster.get(`${NAMESPACE}/persistentvolumeclaims/www-db-0`);
    await cluster.delete(`${PODS}/db-0`, { gracePeriodSeconds: 0 });
    await cluster.delete(`${NAMESPACE}/persistentvolumeclaims/www-db-0`);
    await cluster.gone(`/api/v1/persistentvolumes/${String(at(body, 'spec.volumeName'))}`);
    await cluster.post(`${NAMESPACE}/persistentvolumeclaims`, claim('www-db-0'));
    await makePet('db-0');
    expect(await sh('db-0', `ls ${WEB_ROOT}`)).toBe('part\n');
    await cluster.delete(`${PODS}/db-0`, { gracePeriodSeconds: 0 });
    await cluster.gone(`${PODS}/db-0`);
  });

  test('the containers of a pod share what both mount, and nothing else', async () => {
    await sh('web-0', 'echo shared > /scratch/s; echo own > /tmp/o');
    expect(await sh('web-0', 'cat /scratch/s; ls /tmp', 'side')).toBe('shared\n');
  });

  test('a restart of a container forgets its own files, and keeps those of its volumes', async () => {
    await cluster.post(`${NAMESPACE}/persistentvolumeclaims`, claim('www-moody-0'));
    await makePet('moody-0');
    await sh('moody-0', 'echo x > /scratch/kept; echo x > /tmp/lost');
    await cluster.patch(`${PODS}/moody-0`, { spec: { containers: [{ name: 'nginx', image: 'nginx:2' }] } }, STRATEGIC);
    const isRestarted = (pod: unknown): boolean =>
      at(pod, 'status.containerStatuses.0.restartCount') === 1 && isReady(pod);
    await cluster.until(`${PODS}/moody-0`, isRestarted);
    expect(await sh('moody-0', 'ls /scratch; ls /tmp')).toBe('kept\n');
    await cluster.delete(`${PODS}/moody-0`, { gracePeriodSeconds: 0 });
    await cluster.gone(`${PODS}/moody-0`);
  });

  test('a subpath is a directory of the volume, and what is mounted read-only refuses', async () => {
    expect(await sh('web-0', `echo x > ${WEB_ROOT}/part/f; cat /part/f; echo y > /part/f`)).toBe(
      "x\nsh: can't create /part/f: Read-only file system\n",
    );
  });

  test('objects are files as they are now, and variables as they were', async () => {
    await cluster.post(`${NAMESPACE}/persistentvolumeclaims`, claim('www-told-0'));
    await makePet('told-0');
    const pod = 'told-0';
    expect(await sh('web-0', 'cat /settings/mode; echo; cat /me/labels')).toBe('quiet\napp="web"');
    await cluster.patch(`${NAMESPACE}/configmaps/settings`, { data: { mode: 'loud' } });
    await expect.poll(() => sh(pod, 'cat /settings/mode')).toBe('loud');
    expect(await sh(pod, 'echo $MODE')).toBe('quiet\n');
    await cluster.patch(`${NAMESPACE}/configmaps/settings`, { data: { mode: 'quiet' } });
    await cluster.delete(`${PODS}/told-0`, { gracePeriodSeconds: 0 });
    await cluster.gone(`${PODS}/told-0`);
  });

  test('the environment is what the pod says, and where services are', async () => {
    const { body } = await cluster.get(`${NAMESPACE}/services/front`);
    expect(await sh('web-0', 'echo $HOSTNAME $POD $FULL $FRONT_SERVICE_HOST:$FRONT_SERVICE_PORT_WEB')).toBe(
      `web-0 web-0 web-0.nginx ${String(at(body, 'spec.clusterIP'))}:80\n`,
    );
  });

  test('pets find each other by their names, and their web pages', async () => {
    await resolved('web-1.nginx').toBe('1\n');
    await sh('web-1', `echo I am web-1 > ${WEB_ROOT}/index.html`);
    expect(await sh('web-0', 'curl -s http://web-1.nginx')).toBe('I am web-1\n');
    expect(await sh('web-0', 'curl -s http://web-1.nginx.default.svc.cluster.local/index.html')).toBe('I am web-1\n');
    const peers = 'nslookup -type=srv nginx.default.svc.cluster.local | grep service | sort';
    const peer = (name: string): string =>
      `nginx.default.svc.cluster.local\tservice = 0 50 80 ${name}.nginx.default.svc.cluster.local\n`;
    await expect.poll(() => sh('web-0', peers)).toBe(peer('web-0') + peer('web-1'));
    expect(
      await sh('web-0', `rm ${WEB_ROOT}/*; wget -qO- localhost; curl -so /dev/null -w "%{http_code}" localhost`),
    ).toContain('403');
  });

  test('a pet that is not ready has no name', async () => {
    await cluster.patch(`${PODS}/web-1`, { metadata: { annotations: { 'sandbox.petset.dev/script': 'ready=never' } } });
    await resolved('web-1.nginx').toBe('0\n');
    expect((await run('web-0', ['curl', '-s', 'http://web-1.nginx'])).status).toMatchObject({
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '6' }] },
    });
    await cluster.patch(`${PODS}/web-1`, { metadata: { annotations: { 'sandbox.petset.dev/script': null } } });
    await resolved('web-1.nginx').toBe('1\n');
  });

  test('standard input comes in, and its end too', async () => {
    expect((await run('web-0', ['cat'], 'a\nb\n')).out).toBe('a\nb\n');
  });

  test('exit codes are told as a server does', async () => {
    expect((await run('web-0', ['true'])).status).toEqual({ metadata: {}, status: 'Success' });
    expect((await run('web-0', ['sh', '-c', 'exit 3'])).status).toEqual({
      metadata: {},
      status: 'Failure',
      message: 'command terminated with non-zero exit code: command terminated with exit code 3',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
  });

  test('a program that is not there is refused in the words of a container runtime, and it is said why', async () => {
    const { status, err } = await run('web-0', ['mysql', '-V']);
    expect(status.message).toMatch(
      /^Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "mysql": executable file not found in \$PATH: unknown$/,
    );
    expect(err).toContain('This container is simulated');
  });

  /** What the server answers where it does not upgrade. */
  const refusal = (path: string, headers: Record<string, string> = {}): Promise<[number, unknown]> =>
    new Promise((resolve, reject) => {
      const { url, token } = cluster.sandbox;
      httpRequest(url + path, { headers: { authorization: `Bearer ${token}`, ...headers } })
        .on('response', (response) => {
          text(response).then((body) => resolve([response.statusCode ?? 0, at(JSON.parse(body), 'message')]), reject);
        })
        .on('error', reject)
        .end();
    });
  const WEBSOCKET = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'v4.channel.k8s.io',
  };

  test('what cannot be entered is refused in the words of a server', async () => {
    await cluster.post(PODS, podManifest('nowhere', { nodeSelector: { no: 'such' } }));
    await cluster.post(
      PODS,
      podManifest('done', { restartPolicy: 'Never' }, { annotations: { 'sandbox.petset.dev/script': 'exit=0' } }),
    );
    await cluster.until(`${PODS}/done`, hasPhase('Succeeded'));
    const ask = (rest: string, headers?: Record<string, string>) => refusal(`${PODS}/${rest}`, headers);
    expect(await ask('none/exec?command=x', WEBSOCKET)).toEqual([404, 'pods "none" not found']);
    expect(await ask('nowhere/exec?command=x', WEBSOCKET)).toEqual([400, 'pod nowhere does not have a host assigned']);
    expect(await ask('web-0/exec?command=x&container=y', WEBSOCKET)).toEqual([
      400,
      'container y is not valid for pod web-0',
    ]);
    expect(await ask('web-0/exec?command=x', WEBSOCKET)).toEqual([
      400,
      'a container name must be specified for pod web-0, choose one of: [nginx side]',
    ]);
    expect(await ask('done/exec?command=x', WEBSOCKET)).toEqual([500, 'container not found ("c")']);
    expect(await ask('web-0/exec?command=x&container=side')).toEqual([400, 'Upgrade request required']);
    expect((await ask('web-0/exec?command=x&container=side', { ...WEBSOCKET, upgrade: 'SPDY/3.1' }))[1]).toContain(
      'WebSocket, not SPDY',
    );
    expect((await ask('web-0/attach?container=side', WEBSOCKET))[0]).toBe(501);
    expect((await ask('web-0/portforward', WEBSOCKET))[0]).toBe(501);
  });

  test('getting in needs rights on pods/exec', async () => {
    const path = `${PODS}/web-0/exec?command=hostname&container=nginx`;
    expect(await refusal(path, { ...WEBSOCKET, 'impersonate-user': 'jane' })).toEqual([
      403,
      'pods "web-0" is forbidden: User "jane" cannot get resource "pods/exec" in API group "" in the namespace "default"',
    ]);
  });

  /** A terminal on a pod: what is seen there, and keys for it. */
  const terminal = async (
    pod: string,
  ): Promise<{ type: (keys: string) => void; seen: () => string; status: Promise<unknown> }> => {
    const { url, token } = cluster.sandbox;
    const query = 'command=sh&container=nginx&stdin=true&stdout=true&tty=true';
    const socket = new WebSocket(`${url.replace('http', 'ws')}${PODS}/${pod}/exec?${query}`, 'v5.channel.k8s.io', {
      headers: { authorization: `Bearer ${token}` },
    });
    let seen = '';
    const status = new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        if (data[0] === 1) seen += data.subarray(1).toString();
        if (data[0] === 3) resolve(JSON.parse(data.subarray(1).toString()));
      });
    });
    await new Promise((resolve) => socket.once('open', resolve));
    return { type: (keys) => socket.send(Buffer.concat([Buffer.of(0), Buffer.from(keys)])), seen: () => seen, status };
  };

  test('who sends more than a command reads has to wait', async () => {
    const { url, token } = cluster.sandbox;
    const script = encodeURIComponent('echo ready; read go; sleep 3; echo awake; wc -c');
    const query = `command=sh&command=-c&command=${script}&container=nginx&stdin=true&stdout=true`;
    const socket = new WebSocket(`${url.replace('http', 'ws')}${PODS}/web-0/exec?${query}`, 'v5.channel.k8s.io', {
      headers: { authorization: `Bearer ${token}` },
    });
    const happened: string[] = [];
    socket.on('message', (data: Buffer) => {
      if (data[0] === 1) happened.push(data.subarray(1).toString().trim());
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(Buffer.from('\0go\n'));
    const frame = Buffer.alloc(1024 * 1024 + 1);
    for (let count = 0; count < 31; count += 1) socket.send(frame);
    socket.send(frame, () => happened.push('sent'));
    socket.send(Buffer.of(255, 0));
    await closed;
    expect(happened).toEqual(['ready', 'awake', 'sent', String(32 * 1024 * 1024)]);
  });

  test('a command that reads nothing ends all the same', async () => {
    const { status } = await run('web-0', ['sleep', '0.1'], 'x'.repeat(8 * 1024 * 1024));
    expect(status.status).toBe('Success');
  });

  test('names that are names of each other stand for nothing', async () => {
    const alias = (name: string, externalName: string): Manifest => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { type: 'ExternalName', externalName: `${externalName}.default.svc.cluster.local` },
    });
    for (const one of [alias('ping', 'pong'), alias('pong', 'ping')]) await cluster.post(`${NAMESPACE}/services`, one);
    await expect
      .poll(() => sh('web-0', 'nslookup pong.default.svc.cluster.local'))
      .toContain('canonical name = ping.default.svc.cluster.local');
    expect(await sh('web-0', 'getent hosts ping; curl http://ping/')).not.toContain('at ');
  });

  test('on a terminal there is a prompt, and Ctrl-C is for the command alone', async () => {
    const { type, seen, status } = await terminal('web-0');
    await expect.poll(seen).toMatch(/simulated.*\r\n# $/);
    type('echo $HOSTNAME\r');
    await expect.poll(seen).toMatch(/# echo \$HOSTNAME\r\nweb-0\r\n# $/);
    type('sleep 1000\r\x03');
    await expect.poll(seen).toMatch(/\^C\r\n# $/);
    type('echo $?; for i in a\r');
    await expect.poll(seen).toMatch(/> $/);
    type('do echo "[$i]"; done\r');
    await expect.poll(seen).toMatch(/130\r\n\[a\]\r\n# $/);
    type('exit 7\r');
    expect(at(await status, 'details.causes.0.message')).toBe('7');
  });

  test('what runs is killed with its container', async () => {
    await cluster.post(`${NAMESPACE}/persistentvolumeclaims`, claim('www-brief-0'));
    await makePet('brief-0');
    const { type, seen, status } = await terminal('brief-0');
    type('echo here; sleep 1000\r');
    await expect.poll(seen).toMatch(/here\r\n$/);
    await cluster.delete(`${PODS}/brief-0`, { gracePeriodSeconds: 0 });
    expect(at(await status, 'details.causes.0.message')).toBe('137');
  });
});
