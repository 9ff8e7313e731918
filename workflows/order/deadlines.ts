import type { Policy, StuckReason } from '../../contract/index.ts';
import { isAllShipped, isPaid, isSigned } from './facts.ts';
import type { Deadline, OrderState } from './state.ts';

/** The deadlines of an order's life, computed from absolute times. Pure. */

export interface Due {
  deadline: Deadline;
  reason: StuckReason;
  at: number;
}

const DAY_MS = 86_400_000;

/**
 * A person should pay a day before the platform closes an unpaid order; where the platform gives less than two days,
 * at half of its time. null: the platform did not say.
 */
function payDueAt(state: OrderState): number | null {
  const seconds = state.order.payTimeoutSeconds;
  if (seconds === null) return null;
  const timeout = seconds * 1000;
  return Date.parse(state.order.createdAt) + Math.max(timeout - DAY_MS, Math.trunc(timeout / 2));
}

/** The parcel that has not moved for the longest decides. null: no unsigned parcel with a known time. */
function lastMovedAt(state: OrderState): number | null {
  const moved = state.parcels
    .filter((parcel) => !isSigned(parcel))
    .flatMap((parcel) => {
      const at = parcel.last?.at ?? parcel.shippedAt;
      return at === null ? [] : [Date.parse(at)];
    });
  return moved.length > 0 ? Math.min(...moved) : null;
}

function changed(
  state: OrderState,
  deadline: Deadline,
  natural: number | null,
  seconds: number,
): number | null {
  const change = state.deadlines[deadline];
  if (change?.off === true) return null;
  if (change?.until !== undefined) return Math.max(change.until, natural ?? 0);
  if (change?.from !== undefined) return Math.max(change.from + seconds * 1000, natural ?? 0);
  return natural;
}

const after = (instant: string | null, seconds: number): number | null =>
  instant === null ? null : Date.parse(instant) + seconds * 1000;

/** Every deadline that runs now, soonest first. `signed`: all is signed for, so that tracking has no deadline. */
export function runningDeadlines(state: OrderState, policy: Policy, signed: boolean): Due[] {
  const dues: Due[] = [];
  const add = (deadline: Deadline, reason: StuckReason, natural: number | null, seconds: number): void => {
    const at = changed(state, deadline, natural, seconds);
    if (at !== null) dues.push({ deadline, reason, at });
  };
  if (state.closed !== null) {
    const closed = new Date(state.closed.at).toISOString();
    add('refund', 'RECEIVE_OVERDUE', after(closed, policy.receiveWithinSeconds), policy.receiveWithinSeconds);
  } else if (!isPaid(state.order)) {
    // A retry of an overdue payment asks again after an hour: the platform's own time-out does not move.
    add('pay', 'PAY_OVERDUE', payDueAt(state), 3600);
  } else if (!signed) {
    const { modifiedAt, paidAt, allShippedAt } = state.order;
    const moved = lastMovedAt(state);
    const stalled = moved === null ? null : moved + policy.stalledAfterSeconds * 1000;
    add('stalled', 'LOGISTICS_STALLED', stalled, policy.stalledAfterSeconds);
    // Where the platform does not say when, the order's last change stands for it.
    if (isAllShipped(state.order)) {
      const { receiveWithinSeconds } = policy;
      const natural = after(allShippedAt ?? modifiedAt, receiveWithinSeconds);
      add('receive', 'RECEIVE_OVERDUE', natural, receiveWithinSeconds);
    } else {
      const { shipWithinSeconds } = policy;
      add('ship', 'SHIP_OVERDUE', after(paidAt ?? modifiedAt, shipWithinSeconds), shipWithinSeconds);
    }
  }
  return dues.sort((a, b) => a.at - b.at);
}
