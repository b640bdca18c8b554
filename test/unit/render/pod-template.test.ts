import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseYaml } from '../../../src/cluster/yaml.js';
import type { Container, PodTemplate } from '../../../src/petset/kubernetes.js';
import { podTemplateLines } from '../../../src/render/pod-template.js';

const RECORDED = new URL('../../fixtures/kubectl-history/', import.meta.url);
const recorded = (name: string): string => readFileSync(new URL(name, RECORDED), 'utf8');

const described = (template: PodTemplate): string => `${podTemplateLines(template).join('\n')}\n`;

/** A template of one container with these fields, described from below its image on. */
function container(fields: Partial<Container>): string {
  const text = described({ spec: { containers: [{ name: 'nginx', image: 'nginx', ...fields }] } });
  return text.slice(text.indexOf('    Image:'), text.indexOf('  Volumes:'));
}

test('a template is described as kubectl 1.33 has described it of a StatefulSet', () => {
  const template = parseYaml(recorded('template.yaml'), 'template.yaml')[0]?.value as unknown as PodTemplate;
  // The names of ports are shown since 1.34.
  expect(described(template).replaceAll('/TCP (web)', '/TCP')).toBe(recorded('described.txt'));
});

test('ports are shown by their names, and two of them in the plural', () => {
  const text = container({
    ports: [
      { containerPort: 80, name: 'web' },
      { containerPort: 53, protocol: 'UDP', hostPort: 53 },
    ],
  });
  expect(text).toContain('    Ports:\t80/TCP (web), 53/UDP\n    Host Ports:\t0/TCP (web), 53/UDP\n');
});

test('a limit that a container does not have is that of its node', () => {
  const env = ['limits.cpu', 'limits.memory', 'requests.cpu', 'requests.nvidia.com/gpu'].map((resource) => ({
    name: resource,
    valueFrom: { resourceFieldRef: { resource } },
  }));
  expect(container({ env, resources: { requests: { cpu: '1100m' } } })).toContain(
    [
      '      limits.cpu:\tnode allocatable (limits.cpu)',
      '      limits.memory:\tnode allocatable (limits.memory)',
      '      requests.cpu:\t2 (requests.cpu)',
      '      requests.nvidia.com/gpu:\t (requests.nvidia.com/gpu)',
    ].join('\n'),
  );
});

test('a volume of a kind that is not known is shown by its fields', () => {
  const volumes = [{ name: 'old', glusterfs: { path: 'vol', endpoints: 'cluster', readOnly: true } }, { name: 'none' }];
  expect(described({ spec: { containers: [], volumes } })).toContain(
    '   old:\n    Type:\tglusterfs\n    endpoints:\tcluster\n    path:\tvol\n    readOnly:\ttrue\n   none:\n  <unknown>\n',
  );
});

test('what a terminal would obey is escaped', () => {
  expect(container({ args: ['\u001b[31mred'] })).toContain('      ^[[31mred\n');
});
