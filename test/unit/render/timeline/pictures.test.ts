import { describe, expect, test } from 'vitest';
import { timelineHtml } from '../../../../src/render/timeline/html.js';
import { timelineJson } from '../../../../src/render/timeline/json.js';
import { spanTable } from '../../../../src/render/timeline/spans.js';
import { timelineSvg } from '../../../../src/render/timeline/svg.js';
import type { Timeline } from '../../../../src/petset/timeline/timeline.js';
import { MIDNIGHT, life, UPGRADE } from '../../../fixtures/timelines.js';
import { readXml } from '../../../fixtures/xml.js';

const facts = [['Images', 'nginx=<evil>"&\u0000']] as const;
const svg = timelineSvg([UPGRADE], '1.2.3');
const html = timelineHtml([{ timeline: UPGRADE, facts }], '1.2.3');

describe.each([
  ['a picture', svg],
  ['a document', html],
])('%s', (_what, text) => {
  test('is well-formed, whatever others have written', () => {
    expect(readXml(text).length).toBeGreaterThan(30);
    expect(text).not.toContain('<evil>');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('back-off &lt;10s&gt; &amp; &quot;more&quot;\uFFFD[31m');
  });

  test('needs nothing from anywhere, and nothing that runs', () => {
    expect(text).not.toMatch(/<script|<link|<image|<foreignObject|@import|@font-face|javascript:|\son\w+=/);
    const addresses = [...text.matchAll(/https?:[^"' ]+|url\([^)]+\)/g)].map(([address]) => address);
    const own = addresses.filter((address) => !/^url\(#petset-|^http:\/\/www\.w3\.org\//.test(address));
    expect(own).toEqual([]);
  });

  test('has a title, the axis and a word for every phase, and looks well in the dark too', () => {
    for (const words of [
      'petset/web',
      '2026-11-22 00:00:00 UTC',
      '>10s<',
      '>50s<',
      '>not ready<',
      '>trouble<',
      '1.2.3',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toContain('prefers-color-scheme:dark');
  });

  test('leaves out the pets that nothing became of', () => {
    expect(text).toContain('>web-1<');
    expect(text).not.toContain('>web-0<');
  });
});

test('a bar stands where its time is, is filled as the legend says, and tells more when pointed at', () => {
  expect(svg).toContain(
    '<rect class="span" x="385.1" y="57" width="504.9" height="14" fill="url(#petset-trouble)">' +
      '<title>web-1: start, CrashLoopBackOff 36s, 00:00:24.000 to 00:01:00.000</title></rect>',
  );
  expect(svg).toContain('>CrashLoopBackOff</text>');
  const defined = new Set([...svg.matchAll(/<pattern id="([^"]+)"/g)].map(([, id]) => id));
  const used = [...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
  expect(used.filter((id) => !defined.has(id))).toEqual([]);
});

test('two sets are drawn below each other', () => {
  const both = timelineSvg([UPGRADE, { ...UPGRADE, set: { namespace: 'shop', name: 'db' } }], '1');
  const tops = [...both.matchAll(/<g transform="translate\(20 (\d+)\)">/g)].map(([, top]) => Number(top));
  expect(tops).toHaveLength(2);
  expect(tops[1]).toBeGreaterThan((tops[0] ?? 0) + 100);
  readXml(both);
});

test('of a thousand pets the picture has the slowest two hundred', () => {
  const rows = Array.from({ length: 1000 }, (_, ordinal) => ({
    pet: `web-${ordinal}`,
    ordinal,
    lives: [life(ordinal, ['start', 1 + (ordinal % 5)], ['ready', 1000])],
    marks: [],
  }));
  const timeline: Timeline = { set: UPGRADE.set, from: MIDNIGHT, until: MIDNIGHT + 1_000_000, rows };
  const text = timelineSvg([timeline], '1');
  readXml(text);
  expect(text).toContain('... and 800 others');
  expect(text.match(/class="span"[^>]*petset-start\)"><title>/g)).toHaveLength(200);
});

test('a document has the figures of every life, and what was said', () => {
  const cells = [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    row.replaceAll(/<[^>]+>/g, '|').replaceAll(/\|+/g, '|'),
  );
  expect(cells).toContain('|Pet|From|claim|scheduling|init|start|not ready|ready|terminating|Trouble|');
  expect(cells).toContain('|web-1|2026-11-22 00:00:19.000|1.0s|40s|CrashLoopBackOff|');
  expect(cells).toContain('|web-2|2026-11-22 00:00:05.000|2.0s|1.0s|3.0s|1.0s|2.0s|46s|');
  expect(cells.at(-1)).toMatch(/^\|2026-11-22 00:00:24\.000\|2026-11-22 00:00:50\.000\|3\|web-1\|BackOff\|back-off/);
});

test('as data', () => {
  const [, second] = UPGRADE.rows;
  const json = timelineJson({ ...UPGRADE, rows: second ? [{ ...second, lives: second.lives.slice(1) }] : [] });
  expect(json).toEqual({
    from: '2026-11-22T00:00:00.000Z',
    until: '2026-11-22T00:01:00.000Z',
    milliseconds: 60000,
    pets: [
      {
        name: 'web-1',
        ordinal: 1,
        lives: [
          {
            uid: 'of 19',
            spans: [
              {
                phase: 'scheduling',
                from: '2026-11-22T00:00:19.000Z',
                until: '2026-11-22T00:00:20.000Z',
                milliseconds: 1000,
              },
              {
                phase: 'start',
                from: '2026-11-22T00:00:20.000Z',
                until: '2026-11-22T00:00:24.000Z',
                milliseconds: 4000,
              },
              {
                phase: 'start',
                trouble: 'CrashLoopBackOff',
                from: '2026-11-22T00:00:24.000Z',
                until: '2026-11-22T00:01:00.000Z',
                milliseconds: 36000,
              },
            ],
          },
        ],
        marks: [
          {
            type: 'Warning',
            reason: 'BackOff',
            message: 'back-off <10s> & "more"\u001b[31m',
            at: '2026-11-22T00:00:24.000Z',
            lastAt: '2026-11-22T00:00:50.000Z',
            count: 3,
          },
        ],
      },
    ],
  });
});

test('as a table, which a terminal shows and does not obey', () => {
  const lines = spanTable(UPGRADE.rows.slice(1, 2));
  expect(lines[0]).toMatch(/^PET {5}PHASE {9}FROM \(UTC\) {12}TOOK {3}TROUBLE$/);
  expect(lines).toContain('web-1   start         2026-11-22 00:00:24   36s    CrashLoopBackOff');
  expect(lines.at(-1)).toBe('2026-11-22 00:00:24   3       web-1   BackOff   back-off <10s> & "more"^[[31m');
});
