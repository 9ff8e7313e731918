import { expect, test } from 'vitest';
import type { OrderSummary, PurchaseView } from '../../contract/index.ts';
import { unpackPurchaseView } from '../../contract/view-packing.ts';
import { newsLines } from './news.ts';
import { clock } from './times.ts';

const at = '2026-01-31T08:00:00.000Z';
const blank = unpackPurchaseView({ id: 'po-1', changedAt: at, previewFen: 2300 });
const view = (more: Partial<PurchaseView>): PurchaseView => ({ ...blank, outcome: null, ...more });
const [order] = unpackPurchaseView({
  orders: [{ orderId: '2540608320348880794', stage: 'paying', paid: false }],
}).orders as [OrderSummary];
const now = new Date('2026-01-31T09:00:00Z');

test('a first view tells the whole timeline and where things stand', () => {
  const timeline = [{ at, what: 'created', detail: '1 line(s)', by: 'system' }];
  expect(newsLines(null, view({ stage: 'fulfilling', orders: [order], timeline }), now)).toEqual([
    `${clock(at)}  created: 1 line(s)`,
    `${clock(at)}  order 2540608320348880794 is paying`,
    `${clock(at)}  purchase po-1 is fulfilling, CNY 23.00`,
  ]);
});

test('a later view tells what is new, once', () => {
  const first = view({ stage: 'fulfilling', orders: [order] });
  const paid = view({
    stage: 'fulfilling',
    orders: [{ ...order, paid: true, stage: 'awaiting-shipment' }],
    timeline: [{ at, what: 'note', detail: '', by: 'cli:li' }],
  });
  expect(newsLines(first, paid, now)).toEqual([
    `${clock(at)}  note (cli:li)`,
    `${clock(now.toISOString())}  order 2540608320348880794 is awaiting-shipment, paid`,
  ]);
  expect(newsLines(paid, paid, now)).toEqual([]);
});
