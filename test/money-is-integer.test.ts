import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
/** The sandbox is not among them: it plays the platform, which writes yuan as doubles itself. */
const ROOMS = [
  'pandapon',
  'contract',
  'workflows',
  'activities',
  'worker',
  'client',
  'gateway',
  'cli',
  'embedded',
];

/** The one place where yuan become fen and fen yuan. */
const CONVERTS = new Set(['pandapon/money.ts', 'pandapon/shapes/amounts.ts']);

const MONEY = String.raw`(?:\w*(?:[fF]en|yuan|Yuan|[aA]mount|[pP]rice|[fF]reight|[cC]arriage|[pP]ayment))\b`;
const FLOATING = [
  String.raw`${MONEY}\)?\s*[*/]\s*(?:100|0?\.\d|\d+\.\d)(?![\d_])`,
  String.raw`parseFloat\([^)]*${MONEY}`,
  String.raw`\bNumber\([^)]*\b(?:\w*(?:yuan|Yuan|[aA]mount|[pP]rice))\b`,
  String.raw`${MONEY}[^,;]*\.toFixed\(`,
  String.raw`Math\.round\([^,;]*${MONEY}`,
].map((pattern) => new RegExp(pattern));

/** Lines that do floating arithmetic on what is called like money; comments and texts do not count. */
const floatingMoney = (source: string): string[] =>
  source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .split('\n')
    .map((line, index) => ({
      at: index + 1,
      code: line.replace(/'[^']*'/g, "''").replace(/(^|\s)\/\/.*$/, ''),
    }))
    .filter(
      ({ code }) => FLOATING.some((pattern) => pattern.test(code)) && !/Math\.(trunc|floor)\(/.test(code),
    )
    .map(({ at, code }) => `${at}: ${code.trim()}`);

test('no amount is computed as a floating number outside the one converter', () => {
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((path) => `${room}/${path}`),
  ).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !CONVERTS.has(path));
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((path) =>
    floatingMoney(readFileSync(join(ROOT, path), 'utf8')).map((line) => `${path}:${line}`),
  );
  expect(found).toEqual([]);
});

test.each([
  ['const dueFen = order.totalAmount * 100;'],
  ['const yuan = previewFen / 100;'],
  ['return Number(amount);'],
  ['const fee = parseFloat(text.price);'],
  ['print((totalFen / 100).toFixed(2));'],
  ['const ceilingFen = Math.round(previewFen * 1.01);'],
])('it would see %j', (line) => {
  expect(floatingMoney(line)).toHaveLength(1);
});

test.each([
  ['const totalFen = goodsFen + freightFen;'],
  ['const ceilingFen = Math.floor((previewFen * (10_000 + bps)) / 10_000);'],
  ['// previewFen * 100'],
  ['const width = (done / all) * 100;'],
])('it lets %j pass', (line) => {
  expect(floatingMoney(line)).toEqual([]);
});
