import { type Policy, STUCK_REASONS } from '../../contract/index.ts';
import { cny } from '../money-text.ts';
import type { Park, ParkedAt } from '../park.ts';
import { isOverBudget, limitFen, ordersFen, previewOf } from './budget.ts';
import type { Buy, Fails } from './buy.ts';
import { type BoughtOrder, openOrders, type PurchaseState, unhandedOrders } from './state.ts';

/** What a purchase run does next. */
export type PurchaseStep =
  | { do: 'preview' }
  | { do: 'create' }
  | { do: 'find' }
  /** Begin the last look of a run that was reset and knows of no order. */
  | { do: 'look-back' }
  /** Start the runs of new orders. */
  | { do: 'start' }
  /** Send the words that wait for order runs. */
  | { do: 'tell' }
  /** Read the unpaid orders again, before the budget is judged. */
  | { do: 'read-orders' }
  /** Submit one batch to pay. */
  | { do: 'submit' }
  | { do: 'wait'; until: number; park: Park | null }
  | { do: 'end' };

const FOREVER = Number.POSITIVE_INFINITY;
const wait = (until: number, park: Park | null = null): PurchaseStep => ({ do: 'wait', until, park });

/** The next step of a purchase that was tidied: a pure function of what the run knows and the time (ms). */
export function nextPurchaseStep(state: PurchaseState, policy: Policy, now: number): PurchaseStep {
  if (wordsToSend(state).length > 0) return { do: 'tell' };
  if (state.ending?.atOnce === true) return { do: 'end' };
  if (state.orders.some((order) => order.run === 'to-start')) return { do: 'start' };
  const trouble = troubleStep(state, now);
  if (trouble !== null) return trouble;
  if (state.buy !== null) return buyStep(state, state.buy, policy, now);
  const unhanded = unhandedOrders(state);
  // A run that was there already says first who pays its order.
  if (unhanded.some((order) => order.run === 'joining')) return wait(FOREVER);
  if (unhanded.length > 0) return unhandedStep(state, policy, now);
  if (openOrders(state).length > 0 || state.parks.length > 0) return wait(FOREVER);
  return state.lookBack && state.orders.length === 0 ? { do: 'look-back' } : { do: 'end' };
}

/** Words for runs that are surely ours; those for a run that was there already wait until it says whose it is. */
export const wordsToSend = (state: PurchaseState): PurchaseState['outbox'] =>
  state.outbox.filter(({ orderId }) =>
    state.orders.some((order) => order.orderId === orderId && order.run === 'open'),
  );

function troubleStep(state: PurchaseState, now: number): PurchaseStep | null {
  if (state.trouble === null) return null;
  const { reason, step, message, nextTry, times: attempts } = state.trouble;
  if (reason === 'CREDENTIALS_REFUSED') return wait(FOREVER, { reason, step, message, attempts });
  return now < nextTry ? wait(nextTry, { reason, step, message, attempts }) : null;
}

function buyStep(state: PurchaseState, buy: Buy, policy: Policy, now: number): PurchaseStep {
  switch (buy.phase) {
    case 'preview':
      return { do: 'preview' };
    case 'preview-refused':
      return wait(FOREVER, {
        reason: 'PREVIEW_REFUSED',
        step: 'preview',
        attempts: buy.noes,
        message: buy.refused
          .map(
            (merchant) => `${merchant.errorCode} ${merchant.errorMsg} (lines ${merchant.lines.join(', ')})`,
          )
          .join('; '),
      });
    case 'create': {
      const park = guardPark(state, policy) ?? (state.held === null ? null : heldPark('create'));
      if (park !== null) return wait(FOREVER, park);
      return now >= buy.notBefore ? { do: 'create' } : wait(buy.notBefore, turnedAway(buy.fails, 'create'));
    }
    case 'find': {
      const nextAt = buy.find?.nextAt ?? now;
      return now >= nextAt ? { do: 'find' } : wait(nextAt);
    }
  }
}

/** Calls that keep being turned away say so once the worker's patience is over. */
function turnedAway(fails: Fails | null, step: string): Park | null {
  if (fails?.over === undefined) return null;
  return { reason: 'PLATFORM_UNAVAILABLE', step, message: fails.over, attempts: fails.times };
}

/** What stops a create: first the budget, then the approval that the caller asked for. */
function guardPark(state: PurchaseState, policy: Policy): Park | null {
  const dueFen = ordersFen(state) + previewOf(state);
  const limit = limitFen(state, policy);
  if (limit !== null && dueFen > limit) {
    const message = `It would cost ${cny(dueFen)}, the limit is ${cny(limit)}. Nothing is ordered.`;
    return { reason: 'OVER_BUDGET', step: 'create', message, dueFen };
  }
  const { approveAboveFen } = policy;
  if (approveAboveFen === undefined) return null;
  const needed = dueFen > approveAboveFen || approveAboveFen === 0;
  if (!needed || (state.approved !== null && state.approved.upToFen >= dueFen)) return null;
  return {
    reason: 'APPROVAL',
    step: 'create',
    message: `It will cost ${cny(dueFen)}. Approve to order.`,
    dueFen,
  };
}

const heldPark = (step: string): Park => ({
  reason: 'HELD',
  step,
  message: `The purchase is held; the next step is "${step}".`,
});

/** An order that the plan holds and that the purchase would pay. */
export const heldOrder = (state: PurchaseState): BoughtOrder | undefined =>
  unhandedOrders(state).find(({ held }) => held !== null);

/** Orders that the purchase still pays, or does not let be paid. */
function unhandedStep(state: PurchaseState, policy: Policy, now: number): PurchaseStep {
  if (state.readAgain) return { do: 'read-orders' };
  if (isOverBudget(state, policy)) {
    const dueFen = ordersFen(state);
    const message = `The orders are due ${cny(dueFen)} in all, the limit is ${cny(limitFen(state, policy) ?? 0)}. Nothing is paid.`;
    return wait(FOREVER, { reason: 'OVER_BUDGET', step: 'pay', message, dueFen });
  }
  const held = state.held ?? heldOrder(state)?.held ?? null;
  if (held !== null) return wait(FOREVER, heldPark('pay'));
  const { notBefore, fails } = state.submit;
  return now >= notBefore ? { do: 'submit' } : wait(notBefore, turnedAway(fails, 'pay'));
}

/** The one reason a purchase shows: what stops all of it, else the first part that waits. */
export function shownPark(state: PurchaseState): ParkedAt | null {
  if (state.parked !== null) return state.parked;
  const rank = (park: ParkedAt): number => STUCK_REASONS.indexOf(park.reason);
  const [first] = [...state.parks].sort((a, b) => a.since.localeCompare(b.since) || rank(a) - rank(b));
  return first ?? null;
}
