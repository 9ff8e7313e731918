import type { PurchaseView } from '../../client/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import {
  type Cell,
  type Deeds,
  deedsAtEnd,
  deedsAtRest,
  endOf,
  MERCHANTS,
  merchantsHit,
  type Operation,
  restOf,
  sendsFor,
} from './cells.ts';

/** Holds what a cell came to against its rule and the platform's ledger. Answers what does not hold, a line each. */

/** Breaches of a purchase that has come to rest for the first time. */
export function judgeRest(sandbox: Sandbox, cell: Cell, view: PurchaseView): string[] {
  const rest = restOf(cell);
  if (rest === 'ended') return judgeEnd(sandbox, cell, view);
  const reasons = [view, ...view.orders].flatMap(({ stuck }) => (stuck === null ? [] : [stuck.reason]));
  const wrong = reasons.length > 0 && reasons.every((reason) => reason === rest) && view.closedAt === null;
  const wanted = deedsAtRest(cell);
  const hit = merchantsHit(cell);
  const deeds = deedsOf(sandbox, cell);
  return [
    ...(wrong ? [] : [`it waits for ${rest}: ${standing(view)}`]),
    ...ledgerBreaches(cell, deeds, [
      ...Array.from({ length: hit }, () => wanted),
      ...Array.from({ length: MERCHANTS - hit }, () => deedsAtEnd(cell)),
    ]),
  ];
}

/** Breaches of a purchase that must have ended. */
export function judgeEnd(sandbox: Sandbox, cell: Cell, view: PurchaseView): string[] {
  const { stage, outcome } = endOf(cell);
  const ended = view.closedAt !== null && view.stage === stage && view.outcome === outcome;
  const deeds = deedsOf(sandbox, cell);
  const wanted = Array.from({ length: MERCHANTS }, () => deedsAtEnd(cell));
  const debited = sandbox.ledger().debits.filter(({ orderId }) => isOf(sandbox, cell, orderId));
  const fen = debited.reduce((sum, debit) => sum + debit.fen, 0);
  return [
    ...(ended ? [] : [`it ends ${stage}, ${outcome}: ${standing(view)}`]),
    ...ledgerBreaches(cell, deeds, wanted),
    ...(view.paidFen === fen ? [] : [`the view says ${view.paidFen} fen are paid, ${fen} were debited`]),
    ...sendBreaches(sandbox, cell),
  ];
}

const standing = ({ stage, outcome, stuck, orders }: PurchaseView): string =>
  `it is ${stage}${outcome === null ? '' : `, ${outcome}`}${stuck === null ? '' : `, ${stuck.reason}`}${orders
    .map((order) => `; order ${order.stage}${order.stuck === null ? '' : `, ${order.stuck.reason}`}`)
    .join('')}`;

const isOf = (sandbox: Sandbox, { id }: Cell, orderId: string): boolean =>
  sandbox.ledger().byTag[id]?.includes(orderId) ?? false;

/** What the platform did, by merchant. */
function deedsOf(sandbox: Sandbox, { id }: Cell): Deeds[] {
  const { orders, debits, confirms, cancels } = sandbox.ledger();
  const own = orders.filter(({ tag }) => tag === id);
  const merchants = [...new Set(own.map(({ sellerOpenId }) => sellerOpenId))];
  const known = merchants.map((merchant): Deeds => {
    const ids = own.filter(({ sellerOpenId }) => sellerOpenId === merchant).map(({ orderId }) => orderId);
    const count = (list: readonly { orderId: string }[]): number =>
      list.filter(({ orderId }) => ids.includes(orderId)).length;
    return {
      orders: ids.length,
      debits: count(debits),
      confirms: count(confirms),
      cancels: count(cancels),
    };
  });
  const nothing: Deeds = { orders: 0, debits: 0, confirms: 0, cancels: 0 };
  return [...known, ...Array.from({ length: Math.max(0, MERCHANTS - known.length) }, () => nothing)];
}

const text = ({ orders, debits, confirms, cancels }: Deeds): string =>
  `${orders} orders, ${debits} debits, ${confirms} confirms, ${cancels} cancels`;

/** The merchants in any order: which of them a fault hits is chance. */
function ledgerBreaches(_: Cell, deeds: readonly Deeds[], wanted: readonly Deeds[]): string[] {
  const sorted = (list: readonly Deeds[]): string => list.map(text).sort().join(' | ');
  return sorted(deeds) === sorted(wanted) ? [] : [`the ledger is ${sorted(wanted)}: it is ${sorted(deeds)}`];
}

const CALLS: Record<Exclude<Operation, 'create'>, readonly string[]> = {
  'batch pay': ['alibaba.order.batchSubmitToPay', 'alibaba.order.payUrl'],
  pay: ['alibaba.order.payUrl'],
  confirm: ['alibaba.order.receiveGoods'],
  cancel: ['alibaba.order.cancel'],
};

/** How often the operation was sent for each order: no order twice once it was done. */
function sendBreaches(sandbox: Sandbox, cell: Cell): string[] {
  if (cell.operation === 'create') return [];
  const names = CALLS[cell.operation];
  const calls = sandbox.calls(Number.MAX_SAFE_INTEGER).filter(({ operation }) => names.includes(operation));
  const sends = (sandbox.ledger().byTag[cell.id] ?? []).map(
    (orderId) => calls.filter(({ orderIds }) => orderIds.includes(orderId)).length,
  );
  const hit = merchantsHit(cell);
  const wanted = [
    ...Array.from({ length: hit }, () => sendsFor(cell)),
    ...Array.from({ length: MERCHANTS - hit }, () => 1),
  ];
  const sorted = (list: readonly number[]): string => [...list].sort().join(' and ');
  return sorted(sends) === sorted(wanted)
    ? []
    : [`it is sent ${sorted(wanted)} times: it was sent ${sorted(sends)} times`];
}
