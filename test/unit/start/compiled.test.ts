import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Chunks } from '../../../src/start/chunks.js';
import { readCompiled, writeCompiled } from '../../../src/start/compiled.js';

const dir = mkdtempSync(join(tmpdir(), 'petset-compiled-'));
const file = join(dir, 'cache', 'get.compiled');
afterAll(() => rmSync(dir, { recursive: true }));
beforeEach(() => rmSync(join(dir, 'cache'), { recursive: true, force: true }));

const SCRIPTS = new Map([
  ['./a.js', { text: Buffer.from('1'), code: Buffer.from('one') }],
  ['./b.js', { text: Buffer.from(''), code: Buffer.from('') }],
  ['./c.js', { text: Buffer.from('a text that is longer'), code: Buffer.from([0, 255, 10]) }],
]);

test('what is written is read again, by the same build only', () => {
  writeCompiled(file, 'build 1', SCRIPTS, 1);
  expect(readCompiled(file, 'build 1')).toEqual(SCRIPTS);
  expect(readCompiled(file, 'build 2').size).toBe(0);
  writeCompiled(file, 'build 2', new Map(), 1);
  expect(readCompiled(file, 'build 1').size).toBe(0);
});

test('it is for nobody else, and nothing unfinished is left', () => {
  writeCompiled(file, 'build', SCRIPTS, 1);
  expect(readdirSync(join(dir, 'cache'))).toEqual(['get.compiled']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(dir, 'cache')).mode & 0o777).toBe(0o700);
});

test('what is not there, or no such file, holds nothing', () => {
  expect(readCompiled(join(dir, 'nowhere'), 'build').size).toBe(0);
  for (const text of ['', 'x', '\u00ff\u00ff\u00ff\u00ff', '\u0002\u0000\u0000\u0000{}']) {
    writeFileSync(join(dir, 'other'), text, 'latin1');
    expect(readCompiled(join(dir, 'other'), 'build').size).toBe(0);
  }
});

test('one that was cut off, or that a disk has changed, holds nothing', () => {
  writeCompiled(file, 'build', SCRIPTS, 1);
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length - 8));
  expect(readCompiled(file, 'build').size).toBe(0);
  bytes[bytes.length - 8] = 1;
  writeFileSync(file, bytes);
  expect(readCompiled(file, 'build').size).toBe(0);
});

test('where nothing can be written, that is told', () => {
  writeFileSync(join(dir, 'file'), '');
  for (const home of [join(dir, 'file'), join(dir, 'no/such/folder/at/all'), '/proc/nope'])
    expect(() => writeCompiled(join(home, 'kubectl-petset/v20/get.compiled'), 'build', SCRIPTS, 1)).toThrow();
});

const CHUNKS = {
  './main.js':
    '(function(exports,require,module){module.exports={get a(){return require("./a.js")},os:require("node:os")}})',
  './a.js': '(function(exports,require,module){exports.is=Math.max(1,2);exports.back=require("./main.js")})',
};

test('chunks are loaded once, when they are wanted, and what V8 made of them is taken', () => {
  for (const [name, text] of Object.entries(CHUNKS)) writeFileSync(join(dir, name), text);
  const first = new Chunks(dir, new Map(), (name) => name);
  const main = first.load('./main.js') as { a: { is: number; back: unknown }; os: string };
  expect([...(first.news()?.keys() ?? [])]).toEqual(['./main.js']);
  expect(main.os).toBe('node:os');
  expect(main.a.is).toBe(2);
  expect(main.a.back).toBe(main);
  expect(main.a).toBe(main.a);
  const news = first.news();
  expect([...(news?.keys() ?? [])]).toEqual(['./main.js', './a.js']);

  for (const name of Object.keys(CHUNKS)) rmSync(join(dir, name));
  const second = new Chunks(dir, news ?? new Map(), (name) => name);
  expect((second.load('./main.js') as typeof main).a.is).toBe(2);
  expect(second.news()).toBeUndefined();
});

test('what is wanted for the first time is added to what there is', () => {
  writeFileSync(join(dir, 'new.js'), '(function(exports){exports.is=Math.min(1,2)})');
  const known = new Map([['./old.js', { text: Buffer.from('old'), code: Buffer.from('of V8') }]]);
  const chunks = new Chunks(dir, known, (name) => name);
  expect(chunks.load('./new.js')).toEqual({ is: 1 });
  expect([...(chunks.news()?.keys() ?? [])]).toEqual(['./old.js', './new.js']);
});

test('what another V8 made is refused, and made anew', () => {
  const text = Buffer.from('(function(exports){exports.is=Math.min(3,4)})');
  const script = { text, code: Buffer.from('nothing of V8') };
  const chunks = new Chunks(dir, new Map([['./c.js', script]]), (name) => name);
  expect(chunks.load('./c.js')).toEqual({ is: 3 });
  expect(chunks.news()?.get('./c.js')?.code.length).toBeGreaterThan(100);
});
