import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { jsonRenderer } from '../../../src/render/renderer.js';
import { EVENT_FORMS } from '../../../src/render/event-forms.js';
import { EVENT_SAMPLES, eventProblems } from '../../fixtures/events.js';
import { eventsPage } from '../../fixtures/events-page.js';

describe('events', () => {
  test('docs/events.md says what they say: if not, and that is meant, npm run docs', async () => {
    await expect(await eventsPage()).toMatchFileSnapshot('../../../docs/events.md');
  });

  test.each(Object.values(EVENT_SAMPLES))('$type says what is documented', (event) => {
    expect(linesOf((renderer) => renderer.event(event)).flatMap(eventProblems)).toEqual([]);
  });

  test('what is told besides says what is documented', () => {
    const lines = linesOf((renderer) => {
      renderer.result('service/nginx', 'created');
      renderer.conclusion('petset/web', 'ready (1/1)');
      renderer.failure(['error: no', 'to go on: yes'], 1);
      renderer.failure(['error: no']);
      renderer.ended({ message: 'error: no', next: [], exitCode: 130 });
      renderer.warning('old');
      renderer.trouble('no answer', 2.4);
    });
    expect(lines).toHaveLength(7);
    expect(lines.flatMap(eventProblems)).toEqual([]);
  });

  test('a field that is missing, one too many, one of another kind, and an event that nobody knows are found out', () => {
    const [line = ''] = linesOf((renderer) => renderer.result('service/nginx', 'created'));
    const event = JSON.parse(line) as object;
    const problems = (change: object): readonly string[] => eventProblems(JSON.stringify({ ...event, ...change }));
    expect(problems({})).toEqual([]);
    expect(problems({ verb: undefined })).toEqual([expect.stringMatching(/^\.verb is missing: /)]);
    expect(problems({ more: 1 })).toEqual([expect.stringMatching(/^\.more is not documented: /)]);
    expect(problems({ object: 1 })).toEqual([expect.stringMatching(/^\.object is no string: /)]);
    expect(problems({ type: 'nonsense' })).toEqual([expect.stringMatching(/^there is no such event: /)]);
    expect(problems({ apiVersion: 'v1' })).toEqual([expect.stringMatching(/^it is of no version/)]);
  });

  test('each has its sample, or is told besides', () => {
    const besides = ['conclusion', 'error', 'planned', 'result', 'stakes', 'warning'];
    expect(Object.keys(EVENT_FORMS).sort()).toEqual([...Object.keys(EVENT_SAMPLES), ...besides].sort());
  });
});

function linesOf(tell: (renderer: ReturnType<typeof jsonRenderer>) => void): readonly string[] {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  tell(jsonRenderer({ stdout, stderr, spell: ({ words }) => words.join(' ') }, () => 0));
  return String(stdout.read() ?? '')
    .split('\n')
    .filter((line) => line !== '');
}
