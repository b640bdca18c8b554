import { Attach, KubeConfig } from '@kubernetes/client-node';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { at, hasPhase, isReady, podManifest, startCluster } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const PODS = '/api/v1/namespaces/default/pods';

/** A pod to look around from, as `kubectl run -i --restart=Never NAME WORDS...` makes it. */
const lookout = (name: string, container: object, restartPolicy = 'Never') =>
  podManifest(name, {
    restartPolicy,
    containers: [{ name: 'c', image: 'busybox', stdin: true, stdinOnce: true, ...container }],
  });

describe('attach', () => {
  let cluster: Cluster;
  let attach: Attach;
  beforeAll(async () => {
    cluster = await startCluster();
    const config = new KubeConfig();
    config.loadFromString(cluster.sandbox.kubeconfig());
    attach = new Attach(config);
  });
  afterAll(() => cluster.stop());

  const start = async (name: string, container: object = {}, restartPolicy?: string): Promise<void> => {
    await cluster.post(PODS, lookout(name, container, restartPolicy));
    await cluster.until(`${PODS}/${name}`, isReady);
  };

  /** What is seen by somebody who types this, and then no more. */
  const type = async (pod: string, keys: string): Promise<string> => {
    const out = new PassThrough();
    const socket = await attach.attach('default', pod, 'c', out, null, Readable.from([keys]), false);
    socket.addEventListener('close', () => out.end());
    return text(out);
  };

  test('the command of the container reads what is typed, and the container ends as it does', async () => {
    await start('asker', { args: ['/bin/sh'] });
    expect(await type('asker', 'hostname\nexit 3\n')).toBe('asker\n');
    const pod = await cluster.until(`${PODS}/asker`, hasPhase('Failed'));
    expect(at(pod, 'status.containerStatuses.0.state.terminated.exitCode')).toBe(3);
  });

  test('without a command it is a shell', async () => {
    await start('plain');
    expect(await type('plain', 'echo "I am $(hostname)"\nexit\n')).toBe('I am plain\n');
    await cluster.until(`${PODS}/plain`, hasPhase('Succeeded'));
  });

  test('where containers are restarted, the next one asks again', async () => {
    await start('again', {}, 'Always');
    await type('again', 'exit 1\n');
    await cluster.until(
      `${PODS}/again`,
      (pod) => isReady(pod) && at(pod, 'status.containerStatuses.0.restartCount') === 1,
    );
    expect(await type('again', 'echo here\nexit\n')).toBe('here\n');
  });

  test('a command that no simulated container has is told, and the container stays', async () => {
    await start('foreign', { command: ['mongo'] });
    const err = new PassThrough();
    const socket = await attach.attach('default', 'foreign', 'c', new PassThrough(), err, null, false);
    socket.addEventListener('close', () => err.end());
    expect(await text(err)).toContain('its image was never pulled');
    expect(at((await cluster.get(`${PODS}/foreign`)).body, 'status.phase')).toBe('Running');
  });

  test('whoever leaves a command that reads from its first client alone ends it', async () => {
    await start('left', { args: ['cat'] });
    const socket = await attach.attach('default', 'left', 'c', new PassThrough(), null, null, false);
    socket.close();
    await cluster.until(`${PODS}/left`, hasPhase('Succeeded'));
  });
});
