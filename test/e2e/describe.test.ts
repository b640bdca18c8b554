import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

/** The template and the claims of a description, which kubectl knows of a StatefulSet too; it names ports since 1.34. */
function ofTemplate(stdout: string): string {
  const part = stdout.slice(stdout.indexOf('Pod Template:'), /^(PetSet|Events):/m.exec(stdout)?.index);
  return part.replaceAll(/(Port: .*\/TCP) \(\w+\)$/gm, '$1');
}

/** The lines above them, without those that are another one's. */
function head(stdout: string): readonly string[] {
  const lines = stdout.slice(0, stdout.indexOf('Pod Template:')).split('\n');
  return lines.filter((line) => !/^(Name|CreationTimestamp|Replicas|Pods Status|Annotations|Labels):/.test(line));
}

describe.skipIf(!inject('kubectl'))('describe', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
    expect(await namespace.petset('create', '-f', namespace.file(webManifest()))).toMatchObject({ code: 0 });
  });
  afterAll(() => namespace.remove());

  test('shows a set as kubectl shows a StatefulSet of the same spec, to the letter', async () => {
    const converted = await namespace.petset(
      'convert',
      '-f',
      namespace.file(webManifest({ replicas: 0 })),
      '--to=statefulset',
    );
    const twin = converted.stdout.replaceAll(/^( {2}name: )web$/gm, '$1twin');
    expect(await namespace.kubectl('apply', '-f', namespace.file(twin))).toMatchObject({ code: 0 });
    const theirs = (await namespace.kubectl('describe', 'statefulset', 'twin')).stdout;
    const ours = (await namespace.petset('describe', 'web')).stdout;
    expect(ofTemplate(ours)).toBe(ofTemplate(theirs));
    expect(head(ours)).toEqual(head(theirs));
    expect(ours).toMatch(/^Pods Status: {8}2 Running \/ 0 Waiting \/ 0 Succeeded \/ 0 Failed$/m);
  });

  test('shows the pets and their claims, and the events of all of them, which kubectl shows as well', async () => {
    const { code, stdout, stderr } = await namespace.petset('describe', 'web');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}1 +web-1 +1\/1 +Running +0 +1 +\S+ +\d+s +web-1\.nginx\./m);
    expect(stdout).toMatch(/^ {2}1 +www-web-1 +Bound +\S+ +\S+$/m);
    expect(stdout).toMatch(/^ {2}Normal +SuccessfulCreate +\S+ +(configmap|petset)\/\S+ +pet: web-1$/m);
    expect(stdout).toMatch(/^ {2}Normal +Scheduled +\S+ +pod\/web-1 /m);
    const record = /^ {2}Record: +(\S+)$/m.exec(stdout)?.[1] ?? '';
    const theirs = await namespace.kubectl('describe', ...record.split('/'));
    expect(theirs.stdout).toMatch(/^ {2}Normal +SuccessfulCreate +\S+ +kubectl-petset +pvc: www-web-1$/m);
  });
});
