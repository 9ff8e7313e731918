import { fen, fenToYuan } from '../pandapon/index.ts';
import type { Marketplace } from './marketplace.ts';
import { isClosed, type Order, sum, totalFen } from './order.ts';

/** Where a payment link leads: a page for a person, who pays by pressing the button. */
export function cashierPage(marketplace: Marketplace, orderIds: readonly string[]): string {
  const orders = ordersOf(marketplace, orderIds);
  const due = orders.filter(isDue);
  const rows = orders.map((order) => `<li>${order.id}: ${yuan(totalFen(order))} (${wordFor(order)})</li>`);
  const form =
    due.length === 0
      ? '<p>There is nothing to pay.</p>'
      : `<form method="post"><button>Pay ${yuan(sum(due.map(totalFen)))}</button></form>`;
  return page(`<h1>Sandbox cashier</h1><ul>${rows.join('')}</ul>${form}`);
}

/** Pays what is unpaid of these orders; never a paid one again. */
export function payAtCashier(marketplace: Marketplace, orderIds: readonly string[]): string {
  for (const order of ordersOf(marketplace, orderIds).filter(isDue)) {
    marketplace.pay(order.id, { by: 'cashier', requestId: null });
  }
  return cashierPage(marketplace, orderIds);
}

const ordersOf = (marketplace: Marketplace, ids: readonly string[]): Order[] =>
  [...new Set(ids)].flatMap((id) => marketplace.order(id) ?? []);
const isDue = (order: Order): boolean => order.paidAt === null && !isClosed(order);
const wordFor = (order: Order): string =>
  order.paidAt !== null ? 'paid' : isClosed(order) ? 'closed' : 'unpaid';
const yuan = (amount: number): string => `¥${fenToYuan(fen(amount))}`;

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox cashier</title></head><body>${body}</body></html>`;
