import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { filledManifest } from '../../../scripts/release/krew-manifest.mjs';
import { manifestProblems, platformFor } from '../../../scripts/release/krew-rules.mjs';
import { archiveOf, PLATFORMS } from '../../../scripts/release/platforms.mjs';

const TEXT = readFileSync('krew-manifest.yaml', 'utf8');
const manifest = load(TEXT) as Manifest;
type Manifest = Parameters<typeof manifestProblems>[0] & Required<Pick<Parameters<typeof manifestProblems>[0], 'spec'>>;

const spec = (change: object): Manifest => ({ ...manifest, spec: { ...manifest.spec, ...change } });
const platform = (change: object): Manifest => {
  const [first, ...others] = manifest.spec.platforms ?? [];
  return spec({ platforms: [{ ...first, ...change }, ...others] });
};

test('krew-manifest.yaml is valid as it stands', () => {
  expect(manifestProblems(manifest)).toEqual([]);
});

test.each(PLATFORMS)('krew-manifest.yaml has one executable of its own for $os $arch', (env) => {
  const found = platformFor(manifest, env);
  expect(found?.uri).toMatch(new RegExp(`_${env.os}_${env.arch}[.](tar[.]gz|zip)$`));
});

test('no other platform is offered what would not run there', () => {
  expect(platformFor(manifest, { os: 'windows', arch: 'arm64' })).toBeUndefined();
  expect(platformFor(manifest, { os: 'linux', arch: 'ppc64le' })).toBeUndefined();
});

const NO_OVERLAP = 'more than one of spec.platforms is for linux/arm64';
test.each<[string, Manifest]>([
  ['not so: apiVersion is that of krew', { ...manifest, apiVersion: 'krew.sigs.k8s.io/v1' }],
  ['not so: kind is Plugin', { ...manifest, kind: 'Plugins' }],
  ['not so: the name is of lower case with hyphens', { ...manifest, metadata: { name: 'pet_set' } }],
  ['not so: the name does not say kube', { ...manifest, metadata: { name: 'kube-petset' } }],
  ['not so: there is a short description', spec({ shortDescription: '' })],
  ['not so: the short description is one line', spec({ shortDescription: 'a\nb' })],
  ['not so: there is a description', spec({ description: undefined })],
  ['not so: there is a homepage', spec({ homepage: 'petset' })],
  ['not so: the version is a semantic one behind a v', spec({ version: '0.1.0' })],
  ['not so: the version is a semantic one behind a v', spec({ version: 'v0.1' })],
  ['not so: the version is a semantic one behind a v', spec({ version: 'v0.01.0' })],
  ['not so: there is a platform', spec({ platforms: [] })],
  ['not so: no field is unknown', spec({ caveat: 'none' })],
  ['spec.platforms[0], not so: the uri is one of an archive', platform({ uri: 'https://example.com/petset' })],
  ['spec.platforms[0], not so: sha256 is one', platform({ sha256: 'A'.repeat(64) })],
  ['spec.platforms[0], not so: there is a bin', platform({ bin: '' })],
  ['spec.platforms[0], not so: bin stays where it is installed', platform({ bin: '../kubectl-petset' })],
  ['spec.platforms[0], not so: files is not there, or not empty', platform({ files: [] })],
  ['spec.platforms[0], not so: each of files has a from and a to', platform({ files: [{ from: '*' }] })],
  ['spec.platforms[0], not so: the selector says something', platform({ selector: undefined })],
  [NO_OVERLAP, platform({ selector: { matchExpressions: [{ key: 'arch', operator: 'In', values: ['arm64'] }] } })],
  [NO_OVERLAP, platform({ selector: { matchLabels: { os: 'linux' } } })],
])('%s', (problem, broken) => {
  expect(manifestProblems(broken)).toContain(problem);
});

test('selectors that krew does not take are told', () => {
  expect(manifestProblems(platform({ selector: { matchLabels: { os: 'plan9' } } }))).toContain(
    'spec.platforms[0], not so: there is something that the selector matches',
  );
  expect(manifestProblems(platform({ selector: { matchLabels: { libc: 'musl' } } }))).toContain(
    'spec.platforms[0], not so: the selector asks for os and arch only',
  );
  expect(manifestProblems(platform({ selector: { matchLabels: { os: 'linux' }, matchExpressions: [] } }))).toContain(
    'spec.platforms[0], not so: no part of the selector is empty',
  );
  expect(
    manifestProblems(platform({ selector: { matchLabels: { os: 'windows', arch: '386' } }, bin: 'kubectl-petset' })),
  ).toContain('spec.platforms[0], not so: bin is an .exe on Windows');
});

describe('the manifest of a release', () => {
  const archives = PLATFORMS.map((platform, at) => ({
    platform,
    archive: archiveOf(platform, '1.2.3'),
    sha256: `${at}`.repeat(64),
  }));
  const filled = load(filledManifest(TEXT, '1.2.3', archives)) as Manifest;

  test('has its version, its addresses and its sums, and all else as it was', () => {
    expect(manifestProblems(filled)).toEqual([]);
    expect(filled.spec.version).toBe('v1.2.3');
    expect(filled.spec.platforms?.[0]).toEqual({
      selector: { matchLabels: { os: 'linux', arch: 'amd64' } },
      uri: 'https://github.com/kubectl-petset/kubectl-petset/releases/download/v1.2.3/kubectl-petset_v1.2.3_linux_amd64.tar.gz',
      sha256: '0'.repeat(64),
      bin: 'kubectl-petset',
    });
    expect(filled.spec.description).toBe(manifest.spec.description);
    expect(filled.spec.platforms).toHaveLength(PLATFORMS.length);
  });

  test('is not made of what krew would refuse', () => {
    expect(() => filledManifest(TEXT, 'one', archives)).toThrow('the version is a semantic one behind a v');
  });
});
