import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

describe.skipIf(!inject('kubectl'))('the peers of a set', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
    await namespace.petset('create', '-f', namespace.file(webManifest()));
  });
  afterAll(() => namespace.remove());

  const domain = (): string => `nginx.${namespace.name}.svc.cluster.local`;
  const nameOf = (ordinal: number): string => `web-${ordinal}.${domain()}`;
  const names = (...ordinals: readonly number[]): string => ordinals.map((ordinal) => `${nameOf(ordinal)}\n`).join('');

  interface Slices {
    readonly items: readonly {
      readonly ports: readonly { readonly name: string; readonly port: number }[];
      readonly endpoints?: readonly { readonly hostname?: string; readonly conditions: { readonly ready: boolean } }[];
    }[];
  }

  /** `web-0:80`: what the cluster itself says can be found. */
  async function endpoints(): Promise<readonly string[]> {
    const { items } = await namespace.get<Slices>('endpointslices');
    return items
      .flatMap(({ ports, endpoints = [] }) =>
        endpoints
          .filter(({ conditions }) => conditions.ready)
          .flatMap(({ hostname = '' }) => ports.map(({ port }) => `${hostname}:${port}`)),
      )
      .sort();
  }

  /** The same, of the SRV records that are printed. */
  async function records(): Promise<readonly string[]> {
    const { stdout } = await namespace.petset('peers', 'web', '-o', 'srv');
    return [...stdout.matchAll(/ SRV 0 \d+ (\d+) (web-\d+)\./g)].map(([, port, name]) => `${name}:${port}`);
  }

  test('have the names that the service gives them', async () => {
    expect(await namespace.petset('peers', 'web')).toEqual({ code: 0, stdout: names(0, 1), stderr: '' });
    await expect.poll(endpoints, { timeout: 20_000 }).toEqual(['web-0:80', 'web-1:80']);
    expect(await records()).toEqual(['web-0:80', 'web-1:80']);
  });

  test('that the service does not select are found no more, until it does again', async () => {
    const select = (shown: string | null): Promise<unknown> =>
      namespace.kubectl('patch', 'service', 'nginx', '-p', JSON.stringify({ spec: { selector: { shown } } }));
    await namespace.kubectl('label', 'pod', 'web-0', 'shown=yes');
    await select('yes');
    await expect.poll(endpoints, { timeout: 20_000 }).toEqual(['web-0:80']);
    expect(await records()).toEqual(['web-0:80']);
    await select(null);
    await expect.poll(endpoints, { timeout: 20_000 }).toEqual(['web-0:80', 'web-1:80']);
    expect(await records()).toEqual(['web-0:80', 'web-1:80']);
  });

  test('are known to a command from the start on, and after every change', async () => {
    const change = `tr '\\n' ' '; echo`;
    const finder = namespace.start('peers', 'web', '--shell', '--on-start', `sed s/^/start:/`, '--on-change', change);
    await finder.line(/^start:web-1\./);
    await namespace.petset('scale', 'web', '--replicas=3');
    await finder.line(new RegExp(`^${[0, 1, 2].map(nameOf).join(' ')} $`));
    await namespace.kubectl('delete', 'pod', 'web-0', '--wait=false');
    await finder.line(new RegExp(`^${[1, 2].map(nameOf).join(' ')} $`));
    finder.child.kill('SIGINT');
    expect(await finder.end()).toBe(130);
    expect(finder.lines.filter((line) => line.startsWith('start:'))).toEqual([
      `start:${nameOf(0)}`,
      `start:${nameOf(1)}`,
    ]);
    await namespace.petset('reconcile', 'web');
    await namespace.petset('scale', 'web', '--replicas=2');
  });

  test('are watched until Ctrl-C, or until nobody reads on', async () => {
    const watch = namespace.start('peers', 'web', '-o', 'wide', '-w');
    await watch.line(/^web-1 .* Running +yes /);
    watch.child.kill('SIGINT');
    expect(await watch.end()).toBe(130);
    const unread = namespace.start('peers', 'web', '-w');
    await unread.line(/^web-0\./);
    unread.child.stdout?.destroy();
    await namespace.petset('scale', 'web', '--replicas=3');
    expect(await unread.end()).toBe(141);
  });

  test('need no more than the role view to be seen', async () => {
    await namespace.kubectl('create', 'rolebinding', 'viewer', '--clusterrole=view', '--user=petset-viewer');
    const { code, stdout } = await namespace.petset('peers', 'web', '-o', 'wide', '--as=petset-viewer');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^web-0 .* yes /m);
  });

  test('have no names where the service has an address, and create says so', async () => {
    const manifest = webManifest()
      .replace('clusterIP: None', 'type: ClusterIP')
      .replaceAll(/(name|serviceName): (web|nginx)$/gm, '$1: $2-2');
    const file = namespace.file(manifest);
    const { stderr } = await namespace.petset('create', '-f', file, '--dry-run=server');
    expect(stderr).toContain(
      'Warning: petset/web-2: its pets have no DNS names, because service/nginx-2 has a cluster IP: ' +
        'delete it and create it again with clusterIP: None\n',
    );
  });
});
