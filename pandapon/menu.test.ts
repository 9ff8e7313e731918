import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { messageKinds } from './message-table.ts';
import { operations } from './operations.ts';

const menu = z
  .object({ groups: z.array(z.object({ group: z.string(), titles: z.array(z.string()) })) })
  .parse(JSON.parse(readFileSync(new URL('../test/fixtures/menu.json', import.meta.url), 'utf8')));
const rows = menu.groups.flatMap(({ group, titles }) => titles.map((title) => `${group}/${title}`));

const declared = [...Object.values(operations), ...messageKinds].flatMap(({ menu: place }) => place ?? []);

test('every row of the menu has exactly one declaration, and no declaration names a row that there is not', () => {
  expect(declared.toSorted()).toEqual(rows.toSorted());
});

test.each([
  ['淘宝/商品', 4],
  ['淘宝/订单', 8],
  ['淘宝/购物车', 6],
  ['淘宝/售后', 10],
  ['淘宝/消息回调', 3],
  ['1688/商品', 10],
  ['1688/购物车', 6],
  ['1688/订单', 11],
  ['1688/售后', 6],
  ['1688/消息回调', 3],
  ['基础', 2],
  ['仓库物流', 4],
])('%s has %i rows', (group, count) => {
  expect(rows.filter((row) => row.startsWith(`${group}/`))).toHaveLength(count);
  expect(menu.groups.map((each) => each.group)).toContain(group);
});

test('67 operations and 6 messages stand in the menu; beside it only what its page leaves out', () => {
  expect(rows).toHaveLength(73);
  const beside = Object.values(operations).filter(({ menu: place }) => place === null);
  expect(beside.map(({ name }) => name)).toEqual(['alibaba.order.detail', 'taobao.goods.source']);
});
