import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { marksOf, PAGE } from '../../bench/page.js';
import { PARTS } from '../../bench/parts.js';
import { tableOf } from '../../bench/table.js';

const cases = PARTS.flatMap((part) => part.cases);

describe('the table of benchmarks', () => {
  test('has a name of its own for every row', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  test('is no wider than 120 columns, whatever was measured', () => {
    const figures = { time: 1234, cpu: 1234, memory: 1234, writes: 12.34, others: 1234, reads: 12345 };
    const rows = cases.map(({ name, unit }) => {
      const beside = /^(start|completion)/.test(name) ? '15.1/15.1 kubectl, 10.4/10.4 node' : '1.50/12.5 floor 12.3';
      return { ...figures, name, unit, runs: 21, beside };
    });
    const before = Object.fromEntries(cases.map(({ name }) => [name, { time: 1000, cpu: 1000, memory: 1000 }]));
    const machine = { cpu: 'CPU', cores: 2, memory: '8 GiB', node: 'v20.20.2', platform: 'linux x64' };
    const baseline = { machine, date: '2026-11-22', rows: before };
    const lines = tableOf(rows, { baseline, about: [], command: 'npm run bench --' });
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    expect(lines.join('\n')).toContain('* baseline of 2026-11-22, of another machine: CPU, 2 cores');
  });

  test.each(['embedded', 'given'] as const)('has a place in the page: that of the %s cluster', (table) => {
    const page = readFileSync(PAGE, 'utf8');
    for (const mark of marksOf(table)) expect(page.split(mark)).toHaveLength(2);
  });
});
