import { type OrderStage, type Policy, statusOf } from '../../contract/index.ts';
import { cny } from '../money-text.ts';
import type { Park } from '../park.ts';
import { type Due, runningDeadlines } from './deadlines.ts';
import { hasOpenRefund, isAllSigned, isPaid, isRefundedWhole, signedAllAt } from './facts.ts';
import { isLookWanted } from './hints.ts';
import type { OrderState } from './state.ts';

/** What an order run does next. */
export type OrderStep =
  | { do: 'look' }
  | { do: 'pay' }
  | { do: 'confirm' }
  | { do: 'cancel' }
  /** Tell the purchase to buy this order's lines again. */
  | { do: 'rebuy' }
  /** Nothing to do before `until` (ms), unless something comes in. */
  | { do: 'wait'; until: number; park: Park | null }
  | { do: 'end'; stage: OrderStage; what: string };

const wait = (until: number, park: Park | null = null): OrderStep => ({ do: 'wait', until, park });
const end = (stage: OrderStage, what: string): OrderStep => ({ do: 'end', stage, what });

/** While nothing changes a run looks less and less often, down to an eighth. */
const SLOWEST = 8;

/** When the run looks by itself (ms). */
export function pollAt(state: OrderState, policy: Policy): number {
  const pace = Math.min(SLOWEST, 2 ** state.looks.quiet);
  return state.looks.lastAt + policy.pollSeconds * pace * 1000;
}

/**
 * The next step of an order: a pure function of what the run knows and the time (ms).
 * Every effect it asks for reads the platform again before it sends (activities).
 */
export function nextStep(state: OrderState, policy: Policy, now: number): OrderStep {
  if (state.abort?.atOnce === true) return end('released', 'aborted at once');
  const trouble = troubleStep(state, now);
  if (trouble !== null) return trouble;
  if (isLookWanted(state) || now >= pollAt(state, policy)) return { do: 'look' };

  const status = statusOf(state.order.status);
  if (state.missing !== null || status === 'unknown') return oddStep(state, policy, now);
  if (status === 'closed') return closedStep(state, policy, now);
  if (isRefundedWhole(state.order) && (status === 'success' || status === 'confirmed')) {
    return end('refunded', `refunded ${cny(state.order.refundedFen)}`);
  }
  if (status === 'success') return end('completed', 'the platform completed the order');
  if (status === 'confirmed' && (state.confirm.accepted || state.confirm.tried)) {
    return end('completed', 'receipt confirmed');
  }
  if (!isPaid(state.order)) return unpaidStep(state, policy, now);
  if (state.abort !== null) return end('released', 'aborted: the paid order lives on at the platform');
  if (status === 'confirmed') return wait(pollAt(state, policy));
  return paidStep(state, policy, now);
}

function troubleStep(state: OrderState, now: number): OrderStep | null {
  if (state.trouble === null) return null;
  const { reason, message, nextTry, times } = state.trouble;
  if (reason === 'CREDENTIALS_REFUSED')
    return wait(Number.POSITIVE_INFINITY, { reason, step: 'look', message });
  // A platform that speaks to us may be back.
  if (now >= nextTry || isLookWanted(state)) return { do: 'look' };
  return wait(nextTry, { reason, step: 'look', message, attempts: times });
}

/** What a person accepts of an order that the platform does not show. */
const MISSING = '404';

/** What is odd about an order: its status word, or that it is not there. */
export const oddWord = (state: OrderState): string => (state.missing === null ? state.order.status : MISSING);

/** In a status nobody knows no effect is sent; a person can only say that it is to be watched as one still open. */
function oddStep(state: OrderState, policy: Policy, now: number): OrderStep {
  if (state.abort !== null && isPaid(state.order)) return end('released', 'aborted in an unknown status');
  if (state.oddAccepted === oddWord(state)) {
    return isPaid(state.order) ? waitByDeadline(state, policy, now, false) : wait(pollAt(state, policy));
  }
  const message =
    state.missing ??
    `The platform shows the status "${state.order.status}", which this version does not know.`;
  return wait(pollAt(state, policy), { reason: 'UNKNOWN_STATUS', step: 'look', message });
}

function closedStep(state: OrderState, policy: Policy, now: number): OrderStep {
  const { order } = state;
  const refunded = end('refunded', `closed and refunded ${cny(order.refundedFen)}`);
  const whole = isRefundedWhole(order);
  const paid = isPaid(order);
  const ours = state.cancelSent || state.cancel !== null || order.closedBy === 'buyer';
  if (!paid && ours) return end('cancelled', 'the order is cancelled');
  if (state.abort !== null && whole) return refunded;
  if (state.abort !== null)
    return paid ? end('released', 'aborted: closed, its money still due') : end('cancelled', 'closed');
  const { decision = 'none', byRefund = false } = state.closed ?? {};
  // Whether its lines are bought again is a person's to say, also when the money came back meanwhile.
  const settled = decision !== 'none' || policy.onClosed === 'skip' || (paid && (ours || byRefund));
  if (!settled) {
    const who = order.closedBy === 'seller' ? 'The seller' : 'The platform';
    const due = whole ? 'the money is back' : `${cny(order.dueFen - order.refundedFen)} are due back`;
    const money = paid ? `It was paid; ${due}.` : 'It was not paid.';
    return wait(pollAt(state, policy), {
      reason: 'ORDER_CLOSED',
      step: 'track',
      message: `${who} closed the order. ${money}`,
    });
  }
  if (decision === 'rebuy' && state.closed?.told === false) return { do: 'rebuy' };
  if (whole) return refunded;
  if (!paid) return end('cancelled', 'closed unpaid');
  return waitByDeadline(state, policy, now, false);
}

function unpaidStep(state: OrderState, policy: Policy, now: number): OrderStep {
  if (state.cancel !== null) return cancelStep(state, policy, now);
  const { order, pay } = state;
  const poll = pollAt(state, policy);
  const overdue = dueNow(runningDeadlines(state, policy, false), now);
  if (overdue !== null && state.looks.lastAt < overdue.at) return { do: 'look' };
  const late: Park | null =
    overdue === null
      ? null
      : {
          reason: 'PAY_OVERDUE',
          step: 'pay',
          message: 'The order is unpaid and the platform will soon close it.',
          dueFen: order.dueFen,
          payUrl: pay.link ?? undefined,
        };
  const until = nextOf(state, policy, now, false);
  // Its purchase shows what it waits for: nobody can say anything to this run yet.
  if (state.payer === 'purchase') return wait(until);
  if (order.dueFen > state.ceilingFen) {
    return wait(poll, {
      reason: 'PRICE_DRIFT',
      step: 'pay',
      message: `${cny(order.dueFen)} are due, the order may cost ${cny(Math.max(0, state.ceilingFen))}. It is not paid.`,
      dueFen: order.dueFen,
    });
  }
  if (pay.refused !== null) {
    return wait(until, {
      reason: 'PAY_REFUSED',
      step: 'pay',
      message: pay.refused,
      attempts: pay.sent,
      dueFen: order.dueFen,
    });
  }
  if (pay.link !== null) {
    return wait(
      until,
      late ?? {
        reason: 'PAY_LINK',
        step: 'pay',
        message: `The platform wants a person to pay at ${pay.link}`,
        attempts: pay.sent,
        dueFen: order.dueFen,
        payUrl: pay.link,
      },
    );
  }
  if (policy.payment === 'manual') {
    const message = `Pay ${cny(order.dueFen)} for order ${order.orderId} on the platform; the payment is noticed.`;
    return wait(until, late ?? { reason: 'PAYMENT', step: 'pay', message, dueFen: order.dueFen });
  }
  if (state.held !== null) return wait(until, late ?? heldPark('pay', order.dueFen));
  if (pay.sent >= pay.allowed) {
    const message = `The payment was sent ${pay.sent} times and the order still reads unpaid.`;
    return wait(until, {
      reason: 'PAY_REFUSED',
      step: 'pay',
      message,
      attempts: pay.sent,
      dueFen: order.dueFen,
    });
  }
  return now < pay.notBefore ? wait(pay.notBefore, unavailable(state, 'pay')) : { do: 'pay' };
}

function cancelStep(state: OrderState, policy: Policy, now: number): OrderStep {
  const { cancel } = state;
  if (cancel === null) return wait(pollAt(state, policy));
  if (cancel.refused !== null) {
    return wait(pollAt(state, policy), {
      reason: 'CANCEL_REFUSED',
      step: 'cancel',
      message: cancel.refused,
      attempts: cancel.sent,
    });
  }
  if (cancel.sent >= cancel.allowed) {
    const message = `The cancel was sent ${cancel.sent} times and the order still reads open.`;
    return wait(pollAt(state, policy), {
      reason: 'CANCEL_REFUSED',
      step: 'cancel',
      message,
      attempts: cancel.sent,
    });
  }
  return now < cancel.notBefore ? wait(cancel.notBefore, unavailable(state, 'cancel')) : { do: 'cancel' };
}

function paidStep(state: OrderState, policy: Policy, now: number): OrderStep {
  const { order, confirm } = state;
  const signed = isAllSigned(order, state.parcels);
  const step = !signed && confirm.asked === null ? null : confirmStep(state, policy, now);
  return step ?? waitByDeadline(state, policy, now, signed);
}

/** null: no receipt is due yet. */
function confirmStep(state: OrderState, policy: Policy, now: number): OrderStep | null {
  const { order, confirm } = state;
  const poll = pollAt(state, policy);
  if (confirm.refused !== null) {
    return wait(poll, {
      reason: 'RECEIPT_REFUSED',
      step: 'confirm',
      message: confirm.refused,
      attempts: confirm.sent,
    });
  }
  if (confirm.sent >= confirm.allowed) {
    const message = `The receipt was sent ${confirm.sent} times and the order does not show it.`;
    return wait(poll, { reason: 'RECEIPT_REFUSED', step: 'confirm', message, attempts: confirm.sent });
  }
  if (confirm.asked === null) {
    // Accepted, and not yet shown by the order's own word.
    if (confirm.accepted) return wait(poll);
    if (confirm.off || hasOpenRefund(order, null)) return null;
    const dueAt = signedAllAt(order, state.parcels) + policy.confirmAfterSignedSeconds * 1000;
    if (policy.receipt === 'manual') {
      const message =
        'All is signed for. Confirm the receipt when the goods are right: confirming pays the seller.';
      return wait(poll, { reason: 'RECEIPT', step: 'confirm', message });
    }
    if (now < dueAt) return wait(Math.min(dueAt, poll));
  }
  if (state.held !== null) return wait(poll, heldPark('confirm'));
  return now < confirm.notBefore ? wait(confirm.notBefore, unavailable(state, 'confirm')) : { do: 'confirm' };
}

const heldPark = (step: string, dueFen?: number): Park => ({
  reason: 'HELD',
  step,
  message: `The run is held; the next step is "${step}".`,
  dueFen,
});

/** Sends that keep being turned away say so once the worker's patience is over. */
function unavailable(state: OrderState, step: string): Park | null {
  if (state.failing?.over === undefined) return null;
  return { reason: 'PLATFORM_UNAVAILABLE', step, message: state.failing.over, attempts: state.failing.times };
}

const MESSAGES: Record<Due['deadline'], string> = {
  pay: 'The order is unpaid and the platform will soon close it.',
  ship: 'The order is paid and not all of it is shipped within the time.',
  stalled: 'A parcel has not moved for too long.',
  receive: 'All is shipped and not all is signed for within the time.',
  refund: 'The order was closed though paid, and the money has not come back within the time.',
};

const dueNow = (dues: Due[], now: number): Due | null => dues.find((due) => due.at <= now) ?? null;

/** The next instant at which something is due: a deadline, or the run's own look. */
export function nextOf(state: OrderState, policy: Policy, now: number, signed: boolean): number {
  const later = runningDeadlines(state, policy, signed).filter((due) => due.at > now);
  return Math.min(pollAt(state, policy), ...later.map((due) => due.at));
}

/** A passed deadline parks the run, after a look that was made once it had passed. */
function waitByDeadline(state: OrderState, policy: Policy, now: number, signed: boolean): OrderStep {
  const due = dueNow(runningDeadlines(state, policy, signed), now);
  const until = nextOf(state, policy, now, signed);
  if (due === null) return wait(until);
  if (state.looks.lastAt < due.at) return { do: 'look' };
  return wait(until, { reason: due.reason, step: 'track', message: MESSAGES[due.deadline] });
}
