import { describe, expect, it } from 'vitest';

import {
  behaviourIn,
  parseScript,
  ScriptError,
} from '../../../../../src/sandbox/controllers/kubelet/script/parse-script.js';
import { BUILT_IN_IMAGES } from '../../../../../src/sandbox/controllers/kubelet/script/image-table.js';
import { behaviourOf, scriptFault } from '../../../../../src/sandbox/controllers/kubelet/script/pod-script.js';
import type { Pod } from '../../../../../src/sandbox/model/pod.js';

describe('a script', () => {
  it('knows no word that every object inherits', () => {
    expect(() => parseScript('toString=1')).toThrow(/^toString=1: must be one of ready=, /);
  });

  it.each([
    ['ready=2s', { readyAfter: 2000 }],
    ['ready=never', { readyAfter: Infinity }],
    ['ready=1.5m', { readyAfter: 90_000 }],
    ['ready=3', { readyAfter: 3000 }],
    ['exit=3', { exit: { code: 3, times: Infinity } }],
    ['exit=0 after=500ms times=2', { exit: { code: 0, after: 500, times: 2 } }],
    ['pull=fail', { pulls: false }],
    ['pull=ok', { pulls: true }],
    ['started=5s live=1m', { startedAfter: 5000, liveFor: 60_000 }],
    ['stop=1h', { stopAfter: 3_600_000 }],
    ['stop=never', { stopAfter: Infinity }],
    ['log=hello', { log: 'hello\n' }],
    ['log="one; two\\nthree=3" ready=1s', { log: 'one; two\nthree=3', readyAfter: 1000 }],
    ['', {}],
    [' ; \n', {}],
  ])('%j', (text, behaviour) => {
    expect(behaviourIn(parseScript(text), 'any')).toEqual(behaviour);
  });

  it('tells containers apart, and what all of them do', () => {
    const script = parseScript('ready=1s; db: stop=3s ready=2s\nsetup: exit=1 times=2');
    expect(behaviourIn(script, 'web')).toEqual({ readyAfter: 1000 });
    expect(behaviourIn(script, 'db')).toEqual({ readyAfter: 2000, stopAfter: 3000 });
    expect(behaviourIn(script, 'setup')).toEqual({ readyAfter: 1000, exit: { code: 1, times: 2 } });
  });

  it('may tell of a container in several parts', () => {
    expect(behaviourIn(parseScript('a: ready=1s; a: stop=1s'), 'a')).toEqual({ readyAfter: 1000, stopAfter: 1000 });
  });

  it.each([
    ['reddy=1s', 'reddy=1s: must be one of ready=, started=, live=, stop=, log=, pull=, exit=, after=, times='],
    ['ready', 'must be a duration'],
    ['ready=soon', 'ready=soon: must be a duration such as 500ms or 2s, or never'],
    ['exit=x', 'exit=x: must be a number'],
    ['pull=maybe', 'pull=maybe: must be ok or fail'],
    ['after=1s', 'after= and times= go with exit='],
    ['log="\\x"', 'must be a word or a JSON string'],
  ])('%j does not read: %s', (text, words) => {
    expect(() => parseScript(text)).toThrow(ScriptError);
    expect(() => parseScript(text)).toThrow(words);
  });
});

describe('what a container does', () => {
  const pod = (script?: string): Pod => ({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'p', ...(script !== undefined && { annotations: { 'sandbox.petset.dev/script': script } }) },
    spec: { containers: [] },
    status: {},
  });
  const pulls = (image: string, script?: string): boolean =>
    behaviourOf(BUILT_IN_IMAGES, pod(script), { name: 'c', image, resources: {} }).pulls;

  it.each([
    ['nginx:1.27', true],
    ['nginx:typo', true],
    ['registry.example.com/missing/image:1', true],
    ['nothing.invalid/nginx:1', false],
    ['nothing.invalid:5000/nginx:1', false],
    ['example.com/invalid/nginx:1', true],
  ])('is told by its image: %s can be pulled: %s', (image, isThere) => {
    expect(pulls(image)).toBe(isThere);
  });

  it('is told by the annotation first', () => {
    expect([pulls('nothing.invalid/nginx:1', 'c: pull=ok'), pulls('nginx:1', 'c: pull=fail')]).toEqual([true, false]);
  });

  it('is not told by a script that does not read', () => {
    expect(pulls('nginx:1', 'c: pull=fail stop=x')).toBe(true);
    expect(scriptFault(pod('c: stop=x'))).toContain('must be a duration');
    expect(scriptFault(pod())).toBeUndefined();
  });
});
