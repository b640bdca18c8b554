import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../../', import.meta.url);
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((page) => page.endsWith('.md'))
    .map((page) => `docs/${page.replaceAll('\\', '/')}`),
];

describe('every link of ours leads somewhere', () => {
  test.each(PAGES)('%s', (page) => {
    expect(deadLinks(page, textOf(page))).toEqual([]);
  });

  test('what leads nowhere is found out', () => {
    const text =
      '# A\n\n[a](#a) [b](#b) [c](run.md#who-acts) [d](run.md#nobody) [e](none.md) `[f](none.md)` [g](https://a.b)';
    expect(deadLinks('docs/x.md', text)).toEqual(['#b', 'run.md#nobody', 'none.md']);
  });

  test('headings are named as GitHub names them', () => {
    expect([
      ...anchorsOf('# `--on-start` and `--on-change`\n## Out, and in\n## Out, and in\n```sh\n# none\n```'),
    ]).toEqual(['--on-start-and---on-change', 'out-and-in', 'out-and-in-1']);
  });
});

/** The relative links of a page that lead to no file, or to no heading of it. */
function deadLinks(page: string, text: string): readonly string[] {
  const prose = withoutFences(text).replaceAll(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(\s*([^)\s]+)\s*\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, text, target));
}

function leadsSomewhere(page: string, text: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = new URL(path, new URL(page, ROOT));
  if (path !== '' && !existsSync(file)) return false;
  return anchor === undefined || anchorsOf(path === '' ? text : readFileSync(file, 'utf8')).has(anchor);
}

/** What headings can be linked by. Source: how GitHub renders Markdown. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

function withoutFences(text: string): string {
  return text.replaceAll(/^( *)```[^]*?^\1```$/gm, '');
}

function textOf(page: string): string {
  return readFileSync(new URL(page, ROOT), 'utf8');
}
