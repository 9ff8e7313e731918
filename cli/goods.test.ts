import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Environment } from '../pandapon/index.ts';
import { type Stage, stage } from '../sandbox/fixtures/stage.ts';
import { platformEnvironment } from './fixtures/platform.ts';
import { recordedShell } from './fixtures/shell.ts';
import { run } from './run.ts';

const BAG = 'L0PTnwSnx_dWNZWCtgK7Gg';

async function shop() {
  const on = await stage();
  onTestFinished(() => on.sandbox.close());
  return on;
}

async function orders(environment: Environment, ...args: string[]) {
  const shell = recordedShell(environment);
  const code = await run(args, shell, '0.0.0');
  return { code, ...shell.written };
}

const at = ({ sandbox }: Stage, ...args: string[]) => orders(platformEnvironment(sandbox.url), ...args);

test('goods are found, and shown with lines ready to be copied, without Temporal', async () => {
  const on = await shop();
  const found = await at(on, 'goods', 'search', '包', '--sort', 'cheapest');
  expect(found).toMatchObject({ code: 0, err: '' });
  expect(found.out).toMatch(/^ID .* PRICE {2}TITLE/);
  expect(found.out).toMatch(new RegExp(`^${BAG} +CNY \\d+\\.\\d\\d  大容量包 +roomy bag$`, 'm'));
  expect(found.out).toContain('--cursor 2-20');

  const { code, out } = await at(on, 'goods', 'show', BAG);
  expect(code).toBe(0);
  expect(out).toContain(`大容量包, 1688 ${BAG}, 练习店铺1, published\n`);
  expect(out).toMatch(/^e61a85a671bb3d0301d0412b51641c6b {2}CNY 19\.00 {4}100 {2}颜色: 奶油紫$/m);
  const [line = ''] = out.split('Lines for cargoParamList:\n')[1]?.split('\n') ?? [];
  expect(JSON.parse(line)).toEqual({
    offerMapId: BAG,
    specId: 'e61a85a671bb3d0301d0412b51641c6b',
    quantity: 1,
    sellerOpenId: 'BBBgGWh2O6JFI6v1aQuZVgRIA',
  });
});

test('with -o json the answers are those of the HTTP interface', async () => {
  const on = await shop();
  const page = await at(on, '-o', 'json', 'goods', 'search', '水杯', '--platform', 'taobao', '--limit', '2');
  const { items, nextCursor } = JSON.parse(page.out);
  expect(items).toMatchObject([{ platform: 'taobao', title: '大容量水杯' }, {}]);
  expect(nextCursor).toBe('2-2');
  const shown = await at(on, 'goods', 'show', items[0].itemId, '--platform', 'taobao', '-o', 'json');
  expect(JSON.parse(shown.out)).toMatchObject({ skus: [{ line: { quantity: '1' } }, {}, {}] });
});

test('a picture is looked for by its file', async () => {
  const on = await shop();
  const folder = mkdtempSync(join(tmpdir(), 'orders-goods-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'bag.png');
  const picture = await fetch(`${on.sandbox.url}/_sandbox/pictures/${BAG}.png`);
  writeFileSync(file, Buffer.from(await picture.arrayBuffer()));
  const { code, out } = await at(on, 'goods', 'search', '--image', file);
  expect(code).toBe(0);
  expect(out.split('\n')[1]).toContain(BAG);
});

test.each([
  [['goods', 'search'], 2, 'give a keyword, or a picture by --image'],
  [['goods', 'search', 'x', '--image', 'y'], 2, 'give a keyword, or a picture by --image'],
  [['goods', 'search', '--image', '/nowhere.png'], 2, '/nowhere.png cannot be read (ENOENT)'],
  [['goods', 'search', 'x', '--limit', '50'], 2, '/limit'],
  [['goods', 'search', 'x', '--platform', 'ebay'], 2, 'Allowed choices are 1688, taobao'],
  [['goods', 'search', 'x', '--platform', 'taobao', '--sort', 'dearest'], 2, '/sort'],
  [['goods', 'show', '--', '-nobody'], 4, 'PRODUCT_NOT_FOUND (NOT_FOUND)'],
  [['goods', 'show', 'nobody'], 4, 'PRODUCT_NOT_FOUND (NOT_FOUND)'],
])('%j ends with one line', async (args, code, line) => {
  const ended = await at(await shop(), ...args);
  expect(ended).toMatchObject({ code, out: '' });
  expect(ended.err).toContain(line);
  expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
});

test('what the platform does is told by the exit code', async () => {
  const on = await shop();
  const faults = { operation: 'alibaba.goods.detail' };
  on.sandbox.addFaults({ ...faults, kind: 'refusal' }, { ...faults, kind: 'http-401' });
  on.sandbox.addFaults({ ...faults, kind: 'http-429' });
  const codes = [];
  for (let n = 0; n < 3; n += 1) codes.push((await at(on, 'goods', 'show', BAG)).code);
  expect(codes).toEqual([3, 5, 6]);
});

test('without settings it says which are missing', async () => {
  const { code, err } = await orders({}, 'goods', 'search', 'x');
  expect([code, err]).toEqual([1, expect.stringContaining('PANDAPON_ACCESS_KEY is required')]);
});
