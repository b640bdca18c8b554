import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { beginCommand } from '../../fixtures/world.js';

let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
});
afterAll(() => cluster.stop());

test('a pet that no scheduler looks at is not waited for in silence', async () => {
  const spec = { schedulerName: 'nobody', containers: [{ name: 'c', image: 'i' }] };
  const stdin = new PassThrough();
  stdin.end(
    JSON.stringify({
      apiVersion: 'petset.dev/v1alpha1',
      kind: 'PetSet',
      metadata: { name: 'lost' },
      spec: { replicas: 1, template: { metadata: { labels: { app: 'lost' } }, spec } },
    }),
  );
  const create = beginCommand(['create', '-f', '-', `--kubeconfig=${cluster.kubeconfig}`], { stdin });
  await create.printed(
    new RegExp(
      `pod/lost-0 has not been looked at by its scheduler yet, nobody; look further: kubectl describe pod lost-0 -n default --kubeconfig=${cluster.kubeconfig}\n`,
    ),
  );
  create.interrupt();
  expect((await create.ended).code).toBe(130);
});
