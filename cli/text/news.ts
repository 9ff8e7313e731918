import type { TimelineEntry } from '../../contract/index.ts';
import { cny } from './amounts.ts';
import { entryText, isPurchaseView, type RunView } from './run-text.ts';
import { clock } from './times.ts';

/**
 * What changed from one view of a run to the next, a line each, for a log that nobody redraws: entries of the timeline at
 * their own time, then where things stand as of `now`.
 */
export function newsLines(before: RunView | null, after: RunView, now = new Date()): string[] {
  const known = new Set(before?.timeline.map(keyOf));
  const stood = before === null ? [] : standings(before);
  const seenAt = clock(before === null ? after.changedAt : now.toISOString());
  return [
    ...after.timeline.filter((entry) => !known.has(keyOf(entry))).map(entryText),
    ...standings(after)
      .filter((line) => !stood.includes(line))
      .map((line) => `${seenAt}  ${line}`),
  ];
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
