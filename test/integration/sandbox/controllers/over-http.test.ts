import { expect, it } from 'vitest';

import { startApiServer } from '../../../../src/sandbox/apiserver/api-server.js';
import { CONTROLLERS } from '../../../../src/sandbox/apiserver/auth/authenticator.js';
import { RequestFaults } from '../../../../src/sandbox/apiserver/faults/request-faults.js';
import { bootstrap } from '../../../../src/sandbox/bootstrap.js';
import { Client } from '../../../../src/sandbox/controllers/client/client.js';
import { HttpWay } from '../../../../src/sandbox/controllers/client/http-way.js';
import { Informer } from '../../../../src/sandbox/controllers/client/informer.js';
import { PODS } from '../../../../src/sandbox/controllers/client/resource.js';
import { startControllers } from '../../../../src/sandbox/controllers/controllers.js';
import { WorkFaults } from '../../../../src/sandbox/faults/work-faults.js';
import type { KubeObject } from '../../../../src/sandbox/model/meta.js';
import { speedUp, systemClock } from '../../../../src/sandbox/platform/clock.js';
import { createRandom } from '../../../../src/sandbox/platform/random.js';
import { AT_ONCE } from '../../../fixtures/pace.js';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'default', name: 'far' },
  spec: { containers: [{ name: 'c', image: 'nginx:1', resources: {} }] },
};

it('controllers reach a server over the network too, and run pods there', async () => {
  const random = createRandom();
  const faults = new RequestFaults(systemClock, () => undefined);
  const kubeletToken = random.token();
  const server = await startApiServer({
    ...{ port: 0, clock: systemClock, speed: 1, random, kubeletToken },
    interference: faults,
  });
  const token = random.token();
  server.admit(token, CONTROLLERS);
  const way = (): HttpWay => new HttpWay(server.url);
  const client = new Client({ way: way(), token, agent: 'test' });
  await bootstrap(client);
  const controllers = await startControllers({
    ...{ way, token, kubeletToken, nodes: 1, nodeFaults: [], images: [], random, pace: AT_ONCE },
    clock: speedUp(systemClock, 1),
    mishaps: new WorkFaults([], 0, systemClock),
    certificate: server.certificate,
  });
  const pods = new Informer(client, systemClock, PODS);
  const told: string[] = [];
  const running = new Promise<void>((resolve) => {
    pods.listen(({ object: { metadata, status } }) => {
      told.push(metadata.name);
      if (status.phase === 'Running') resolve();
    });
  });
  await pods.start();
  await client.create<KubeObject>(PODS, POD);
  await running;
  expect(new Set(told)).toEqual(new Set(['far']));
  pods.stop();
  client.close();
  await controllers.stop();
  faults.stop();
  await server.stop();
});
