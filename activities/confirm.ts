import { type AnswerOf, type Outcome, refusalInside } from '../pandapon/index.ts';
import { beating } from './effect.ts';
import { credentialsRefused, notSent, troubleText } from './look.ts';
import { missing } from './observe.ts';
import { isReceived, isRefundedWhole, standingOf } from './order-life.ts';
import { shownText } from './platform-text.ts';
import { isGone } from './read-order.ts';
import { readinessOf } from './receipt-ready.ts';
import { readBack, readBefore } from './reread.ts';
import type { ConfirmInput, ConfirmResult, OrderObservation } from './types.ts';
import type { World } from './world.ts';

/** Of all or some of the items, or there is no such order: the read decides (docs/reference/platform.md, "Receipt"). */
const CONFIRMED_ALREADY = '4003';

type Answer = Exclude<Outcome<AnswerOf<'alibaba.order.receiveGoods'>>, { kind: 'not-sent' | 'credentials' }>;

/** Confirms the receipt of items, which pays the seller: reads order and trace, sends at most once, reads back. */
export function confirm(world: World, input: ConfirmInput): Promise<ConfirmResult> {
  return beating(async () => {
    const before = await readBefore(world, input, true);
    if (isGone(before)) return missing(input, before);
    if (before.kind === 'credentials') return credentialsRefused(before);
    if (before.kind !== 'read') return notSent(world, before);
    const ready = readinessOf(before.seen, input);
    if (ready.kind === 'done') return { kind: 'confirmed', order: before.seen, sent: false };
    if (ready.kind === 'not-ready') return { ...ready, order: before.seen };
    const { orderId, userId } = input;
    const answer = await world.pandapon.call(
      'alibaba.order.receiveGoods',
      { orderId, orderEntryIds: ready.subItemIds },
      { userId },
    );
    if (answer.kind === 'not-sent') return notSent(world, answer);
    if (answer.kind === 'credentials') return credentialsRefused(answer);
    const refusal = refusalOf(answer);
    const shows = (order: OrderObservation) => isConfirmed(order, ready.subItemIds);
    const decided = refusal !== null && refusal.code !== CONFIRMED_ALREADY;
    const after = await readBack(world, input, decided ? null : shows);
    if (after.seen !== null && shows(after.seen)) return { kind: 'confirmed', order: after.seen, sent: true };
    if (refusal !== null && !showsSome(after.seen, ready.subItemIds)) {
      return { kind: 'refused', order: after.seen, ...refusal };
    }
    if (after.seen === null) return { kind: 'unknown', message: `not read back: ${troubleText(after.why)}` };
    return { kind: 'unconfirmed', order: after.seen, message: unconfirmedText(answer) };
  });
}

/** The order reads confirmed, or each of the items received (or its money came back meanwhile). */
function isConfirmed(order: OrderObservation, subItemIds: readonly string[]): boolean {
  if (standingOf(order) === 'confirmed') return true;
  const items = order.items.filter(({ subItemId }) => subItemIds.includes(subItemId));
  return (
    items.length === subItemIds.length &&
    items.every((item) => isReceived(item) || isRefundedWhole(order, item))
  );
}

/** Some were received before, so that the platform refused the whole call: without those it can be sent again. */
const showsSome = (order: OrderObservation | null, subItemIds: readonly string[]): boolean =>
  order?.items.some((item) => subItemIds.includes(item.subItemId) && isReceived(item)) ?? false;

function refusalOf(answer: Answer): { code: string; message: string } | null {
  if (answer.kind === 'refused') return { code: answer.code, message: answer.message };
  if (answer.kind !== 'done') return null;
  const inside = refusalInside(answer.data);
  return inside === null ? null : { code: inside.code, message: shownText(inside.message) };
}

function unconfirmedText(answer: Answer): string {
  if (answer.kind !== 'done') return troubleText(answer);
  return 'the platform took the receipt, and the order does not show it';
}
