import { PassThrough } from 'node:stream';

import { describe, expect, it, vi } from 'vitest';

import { Client } from '../../../../../src/sandbox/controllers/client/client.js';
import { HttpWay } from '../../../../../src/sandbox/controllers/client/http-way.js';
import { Informer } from '../../../../../src/sandbox/controllers/client/informer.js';
import { PODS } from '../../../../../src/sandbox/controllers/client/resource.js';
import { CountingClock } from '../../../../fixtures/counting-clock.js';
import { expectMistakes } from '../../../../fixtures/mistakes.js';

describe('an informer', () => {
  it('goes on when somebody who listens makes a mistake, or a line does not read', async () => {
    const mistakes = expectMistakes();
    const answer = new PassThrough();
    const client = new Client({ way: new HttpWay('http://127.0.0.1:1'), token: '', agent: 'test' });
    vi.spyOn(client, 'stream').mockResolvedValue(answer);
    const informer = new Informer(client, new CountingClock(), PODS);
    const heard: string[] = [];
    informer.listen(({ object }) => {
      if (object.metadata.name === 'bad') throw new TypeError('a mistake in a listener');
    });
    informer.listen(({ object }) => heard.push(object.metadata.name));
    const synced = informer.start();
    const tell = (type: string, name: string): string =>
      `${JSON.stringify({ type, object: { metadata: { name, resourceVersion: '1' } } })}\n`;
    answer.write(`${tell('ADDED', 'bad')}{\n${tell('ADDED', 'good')}${tell('BOOKMARK', '')}`);
    await synced;
    expect(heard).toEqual(['bad', 'good']);
    expect(mistakes).toEqual([new TypeError('a mistake in a listener'), expect.any(SyntaxError)]);
    client.close();
  });
});
