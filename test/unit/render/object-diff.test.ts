import { expect, test } from 'vitest';
import { comparable, unifiedDiff } from '../../../src/render/object-diff.js';

const settings = (greeting: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', resourceVersion: greeting, managedFields: [], ...more },
  data: { greeting },
});

test('only what differs, and who wrote it does not', () => {
  expect(unifiedDiff(comparable('configmap/settings', settings('hello'), settings('bye'))).split('\n')).toEqual([
    '--- live/configmap settings',
    '+++ file/configmap settings',
    '@@ -1,6 +1,6 @@',
    ' apiVersion: v1',
    ' data:',
    '-  greeting: hello',
    '+  greeting: bye',
    ' kind: ConfigMap',
    ' metadata:',
    '   name: settings',
    '',
  ]);
});

test('an object that is not there is new from its first line, without what a server made up for it', () => {
  const { live, file } = comparable('configmap/settings', undefined, settings('hello', { uid: 'made-up' }));
  expect(live).toBe('');
  expect(file).toBe('apiVersion: v1\ndata:\n  greeting: hello\nkind: ConfigMap\nmetadata:\n  name: settings\n');
});

test('secrets stay secret, and it is told which differ', () => {
  const secret = (data: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'door' }, data });
  const { live, file } = comparable(
    'secret/door',
    secret({ key: 'b25l', same: 'eA==' }),
    secret({ key: 'dHdv', same: 'eA==', new: 'eQ==' }),
  );
  expect(live).toContain('  key: "*** (before)"\n  same: "***"\n'.replaceAll('"', "'"));
  expect(file).toContain("  key: '*** (after)'\n  new: '***'\n  same: '***'\n");
  expect(live + file).not.toMatch(/b25l|dHdv|eA==|eQ==/);
});

test('what is written in plain words stays secret as well, also where kubectl has kept it', () => {
  const secret = (stringData: object, manifest: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'door',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': manifest, owner: 'us' },
    },
    stringData,
  });
  const { live, file } = comparable('secret/door', secret({}, 'first'), secret({ key: 'second' }, 'second'));
  expect(file).toContain("stringData:\n  key: '***'\n");
  expect(file).toContain('  annotations:\n    owner: us\n');
  expect(live + file).not.toMatch(/first|second/);
});
