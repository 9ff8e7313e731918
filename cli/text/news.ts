import type { TimelineEntry } from '../../contract/index.ts';
import { cny } from './amounts.ts';
import { entryText, isPurchaseView, type RunView } from './run-text.ts';
import { clock } from './times.ts';

/** What changed from one view of a run to the next, a line each, for a log that nobody redraws. */
export function newsLines(before: RunView | null, after: RunView): string[] {
  const known = new Set(before?.timeline.map(keyOf));
  return [
    ...after.timeline.filter((entry) => !known.has(keyOf(entry))).map(entryText),
    ...standings(after).filter((line) => before === null || !standings(before).includes(line)),
  ].map((line) => (/^\d{4}-/.test(line) ? line : `${clock(after.changedAt)}  ${line}`));
}

const keyOf = ({ at, what, detail }: TimelineEntry): string => `${at} ${what} ${detail}`;

/** Where a run and its orders stand, a sentence each. */
function standings(view: RunView): string[] {
  const waits = (stuck: RunView['stuck']): string => (stuck === null ? '' : `, waits: ${stuck.reason}`);
  if (!isPurchaseView(view))
    return [`order ${view.orderId} is ${view.stage}${view.paid ? ', paid' : ''}${waits(view.stuck)}`];
  const money = view.totalFen > 0 ? `, ${cny(view.totalFen)}` : '';
  return [
    ...view.orders.map(
      (order) => `order ${order.orderId} is ${order.stage}${order.paid ? ', paid' : ''}${waits(order.stuck)}`,
    ),
    `purchase ${view.id} is ${view.stage}${view.outcome === null ? '' : `, ${view.outcome}`}${money}${waits(view.stuck)}`,
  ];
}
