import { describe, expect, it } from 'vitest';

import type { Fault, RequestFault, WorkFault } from '../../../../src/sandbox/faults/fault.js';
import { parseFault } from '../../../../src/sandbox/faults/parse-fault.js';

const request = (text: string): RequestFault => only(parseFault(text), 'request') as RequestFault;
const work = (text: string): WorkFault => only(parseFault(text), 'work') as WorkFault;

function only(fault: Fault, on: Fault['on']): Fault {
  expect(fault.on).toBe(on);
  return fault;
}

describe('a fault', () => {
  it('refuses requests, in words of its own if it has some', () => {
    const { whom, harm, when } = request(
      'create,delete pods default/web-*: 429 p=0.1 retry-after=2s reason=Busy message="come \\"back\\" later"',
    );
    expect([...(whom.verbs ?? [])]).toEqual(['create', 'delete']);
    expect([whom.resource('pods'), whom.resource('nodes'), whom.name('web-0'), whom.name('db-0')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([whom.namespace('default'), whom.namespace('other')]).toEqual([true, false]);
    expect(harm).toEqual({
      kind: 'refuse',
      refusal: { code: 429, reason: 'Busy', message: 'come "back" later', retryAfterSeconds: 2 },
    });
    expect(when.chance).toBe(0.1);
  });

  it.each([
    ['post pods: reset', { kind: 'reset' }],
    ['any *: lose-answer', { kind: 'lose-answer' }],
    ['read *: hang', { kind: 'hang' }],
    ['watch pods: silent', { kind: 'silent', afterMs: 0, afterEvents: Infinity }],
    ['watch pods: cut after=2s', { kind: 'cut', afterMs: 2000, afterEvents: Infinity }],
    ['watch pods: gone events=3', { kind: 'gone', afterMs: Infinity, afterEvents: 3 }],
    ['watch pods: repeat events=3', { kind: 'repeat', afterMs: Infinity, afterEvents: 3 }],
    ['watch pods: lag', { kind: 'lag', afterMs: 0, afterEvents: Infinity, by: { least: 1000, most: 1000 } }],
    ['watch pods: lag by=1s..5s', { kind: 'lag', afterMs: 0, afterEvents: Infinity, by: { least: 1000, most: 5000 } }],
    ['get pods: delay=1s..5s', undefined],
  ])('%s', (text, harm) => {
    expect(request(text).harm).toEqual(harm);
  });

  it('of watches does not use up its turns on others', () => {
    expect([...(request('any *: cut').whom.verbs ?? [])]).toEqual(['watch']);
  });

  it.each([
    ['get pods: reset', 'pods', '', true],
    ['get pods: reset', 'pods', 'log', false],
    ['get pods/log: reset', 'pods', 'log', true],
    ['get pods/log: reset', 'pods', '', false],
    ['get pods/*: reset', 'pods', '', true],
    ['get *: reset', 'pods', 'log', true],
  ])('%s: %s/%s %s', (text, resource, subresource, isMet) => {
    const { whom } = request(text);
    const isSub = whom.subresource === undefined ? subresource === '' : whom.subresource(subresource);
    expect(whom.resource(resource) && isSub).toBe(isMet);
  });

  it('says when it strikes', () => {
    expect(request('get pods: 500 every=3 times=2 from=500ms until=1m').when).toEqual({
      chance: 1,
      every: 3,
      times: 2,
      from: 500,
      until: 60_000,
    });
  });

  it('slows down what the cluster does, or lets it fail', () => {
    const pull = work('pull web-* image=registry.example/db:*: fail message=no delay=10s');
    expect(pull).toMatchObject({ work: 'pull', fails: true, message: 'no', delay: { least: 10_000, most: 10_000 } });
    expect([pull.image('registry.example/db:1'), pull.image('registry.example/web:1')]).toEqual([true, false]);
    expect(work('start *: delay=1..2')).toMatchObject({ fails: false, delay: { least: 1000, most: 2000 } });
  });

  it('loses nodes', () => {
    expect(parseFault('node sandbox-node-2: lost from=10s until=70s')).toMatchObject({
      on: 'node',
      from: 10_000,
      until: 70_000,
    });
    expect(parseFault('node *: lost')).toMatchObject({ from: 0, until: Infinity });
  });

  it.each([
    ['', '"": must be WHOM: WHAT, such as "create pods: 500 p=0.1"'],
    ['create pods 500', 'create pods 500: must be WHOM: WHAT, such as "create pods: 500 p=0.1"'],
    [
      'eat pods: 500',
      'eat: must be node, provision, attach, pull, start, or a verb: any, read, write, get, list, watch',
    ],
    ['create: 500', 'create: must be followed by a resource, such as pods or *'],
    ['create pods a b: 500', 'a b: must be one NAME or NAMESPACE/NAME'],
    ['create pods a/b/c: 500', 'a/b/c: must be one NAME or NAMESPACE/NAME'],
    ['create pods colour=red: 500', 'colour=: must be one of user=, agent=, dry-run='],
    ['create pods dry-run=maybe: 500', 'dry-run=maybe: must be yes or no'],
    ['create pods:', 'says nothing that happens'],
    ['create pods: p=0.1', 'says nothing that happens'],
    ['create pods: 200', '200: must be a code from 400 to 599, or one of reset, lose-answer, hang, silent, cut, gone'],
    ['create pods: explode', 'explode: must be a code from 400 to 599'],
    ['create pods: 500 reset', 'reset: there is 500 already'],
    ['create pods: 500 p=0.1 p=0.2', 'p=0.2: there is a p= already'],
    ['create pods: 500 p=2', 'p=2: must be more than 0, and 1 at most'],
    ['create pods: 500 p=', 'p=: must be more than 0, and 1 at most'],
    ['create pods: 500 times=0', 'times=0: must be a whole number, 1 or more'],
    ['create pods: 500 from=soon', 'from=soon: must be a duration such as 500ms or 2s'],
    ['create pods: 500 from=2s until=1s', 'until=: must be later than from='],
    ['create pods: delay=2s..1s', 'delay=2s..1s: ends before it begins'],
    ['create pods: 500 message="x', 'message="x: must be a word or a JSON string'],
    ['create pods: 500 colour=red', 'colour=: has no meaning here'],
    ['create pods: reset retry-after=1s', 'retry-after=: has no meaning here'],
    ['create pods: silent', 'silent: happens to watches only, so the verb must be watch'],
    ['start web-0: fail', 'fail: must be delay=, since this is work of the cluster'],
    ['pull web-0: 500', '500: must be fail or delay=, since this is work of the cluster'],
    ['start web-0 image=x: delay=1s', 'image=x: goes with pull only'],
    ['node a b: lost', 'node: must be followed by one NAME'],
    ['node a: 500', '500: a node can only be lost'],
    ['node a: lost p=0.5', 'p=: has no meaning here'],
  ])('that does not read says why: %s', (text, words) => {
    expect(() => parseFault(text)).toThrow(words);
  });
});
