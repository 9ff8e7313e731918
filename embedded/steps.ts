import type { OrderSummary, PurchaseView } from '../contract/view.ts';
import { fenToYuan } from '../pandapon/index.ts';

const yuan = (fen: number): string => `CNY ${fenToYuan(fen)}`;

/**
 * What changed from one view of a purchase to the next, a sentence each, for a person who watches: the purchase's own
 * timeline, then each order's money, status, parcels and trace.
 */
export function steps(before: PurchaseView | null, after: PurchaseView): string[] {
  const seen = new Set(before?.timeline.map(({ at, what, detail }) => `${at} ${what} ${detail}`));
  const told = after.timeline
    .filter(({ at, what, detail }) => !seen.has(`${at} ${what} ${detail}`))
    .map(
      ({ what, detail, by }) =>
        `${what}${detail === '' ? '' : `: ${detail}`}${by === 'system' ? '' : ` (${by})`}`,
    );
  const orders = after.orders.flatMap((order) =>
    orderSteps(before?.orders.find(({ orderId }) => orderId === order.orderId) ?? null, order),
  );
  const stage = after.stage === before?.stage ? [] : [`purchase is ${after.stage}${moneyOf(after)}`];
  return [...told, ...orders, ...stage];
}

const moneyOf = ({ previewFen, totalFen, paidFen }: PurchaseView): string => {
  if (paidFen > 0) return `, ${yuan(paidFen)} paid`;
  if (totalFen > 0 || previewFen > 0) return `, ${yuan(totalFen || previewFen)}`;
  return '';
};

function orderSteps(before: OrderSummary | null, after: OrderSummary): string[] {
  const lines: string[] = [];
  const { money } = after;
  if (before === null) {
    const freight = `goods ${yuan(money.goodsFen)}, freight ${yuan(money.freightFen)}`;
    lines.push(`is ours: due ${yuan(money.dueFen)} (${freight})`);
  }
  if (after.paid && !before?.paid) {
    lines.push(
      `paid ${yuan(money.paidFen)}${money.paymentId === null ? '' : `, payment ${money.paymentId}`}`,
    );
  }
  for (const parcel of after.parcels) {
    const known = before?.parcels.find(({ billNo }) => billNo === parcel.billNo);
    const name = `parcel ${parcel.billNo}${parcel.company === null ? '' : ` by ${parcel.company}`}`;
    if (known === undefined) lines.push(`${name} is on its way`);
    if (parcel.last !== null && parcel.last.at !== known?.last?.at)
      lines.push(`${name}: ${parcel.last.remark}`);
    if (parcel.signedAt !== null && known?.signedAt == null) lines.push(`${name} is signed for`);
  }
  if (after.stage !== before?.stage) lines.push(`is ${after.stage} (platform: ${after.status})`);
  return lines.map((line) => `order ${after.orderId} ${line}`);
}
