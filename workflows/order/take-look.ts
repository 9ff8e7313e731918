import type {
  CredentialsRefused,
  NotSent,
  ObserveResult,
  OrderObservation,
  ParcelObservation,
} from '../../activities/types.ts';
import { type Actor, statusOf } from '../../contract/index.ts';
import type { EffectEnd } from '../effect-end.ts';
import { cny } from '../money-text.ts';
import { awayPauseMs, turnedAwayPauseMs } from '../pauses.ts';
import { note } from '../timeline.ts';
import { isPaid, isSigned } from './facts.ts';
import { restage } from './stage.ts';
import { closedAs, type OrderState } from './state.ts';

/** What a look, or the read-back of an effect, changes in what the run knows. */

/** Takes the end of an `observe` task. One that a command broke off is still wanted. */
export function takeLook(state: OrderState, end: EffectEnd<ObserveResult>, now: number): void {
  if (end.kind === 'not-started') {
    state.looks.wanted += 1;
    return;
  }
  if (end.kind === 'lost') {
    markUnavailable(state, end.message, now);
    return;
  }
  const result = end.value;
  switch (result.kind) {
    case 'seen':
      takeOrder(state, result.order, now, state.looks.by);
      return;
    case 'missing':
      state.missing = result.message;
      markLooked(state, now, false);
      return;
    case 'credentials':
      takeCredentials(state, result);
      return;
    case 'unavailable':
      markUnavailable(state, result.message, now);
      return;
  }
}

/**
 * The platform answered an order: everything this run believes follows from it. False: the reading is older than the
 * last one and changes nothing.
 */
export function takeOrder(state: OrderState, order: OrderObservation, now: number, by: Actor): boolean {
  const before = state.order;
  state.trouble = null;
  state.missing = null;
  const stale = Date.parse(order.modifiedAt) < Date.parse(before.modifiedAt);
  if (stale) {
    markLooked(state, now, false);
    return false;
  }
  const parcels = order.parcels ?? state.parcels;
  const changed = tell(state, before, order, parcels, now, by);
  // The platform takes a payment back only as a refund, so a pay time once read stays.
  state.order = { ...order, paidAt: order.paidAt ?? before.paidAt, parcels: null };
  state.parcels = parcels;
  const closed = closedAs(state.order);
  state.closed = closed === null ? null : (state.closed ?? closed);
  // Nobody pays a closed order any more: what it asks is asked of this run.
  if (closed !== null) state.payer = 'order';
  if (isPaid(state.order)) settlePaid(state, !isPaid(before), now);
  restage(state);
  markLooked(state, now, changed);
  return true;
}

/** What unpaid orders wait for is over. A paid one is not cancelled by us: it is left running, and says so. */
function settlePaid(state: OrderState, justPaid: boolean, now: number): void {
  state.pay.link = null;
  state.pay.refused = null;
  state.payer = 'order';
  if (justPaid) state.failing = null;
  if (state.cancel === null) return;
  const { by } = state.cancel;
  state.cancel = null;
  if (state.abort === null) leavePaid(state, by, now);
}

/** A cancel that came after the payment: what still runs is left running; what is closed already is not bought again. */
export function leavePaid(state: OrderState, by: Actor, now: number): void {
  if (state.closed !== null) {
    if (state.closed.decision === 'none') state.closed.decision = 'leave';
    return;
  }
  state.note = 'Cancel came too late: the order is paid and is left running.';
  note(state.timeline, now, 'cancel-too-late', 'paid, left running', by);
}

function tell(
  state: OrderState,
  before: OrderObservation,
  after: OrderObservation,
  parcels: ParcelObservation[],
  now: number,
  by: Actor,
): boolean {
  const { timeline } = state;
  let changed = before.status !== after.status || before.modifiedAt !== after.modifiedAt;
  if (before.dueFen !== after.dueFen)
    note(timeline, now, 'price', `${cny(before.dueFen)} -> ${cny(after.dueFen)}`, by);
  if (!isPaid(before) && isPaid(after)) note(timeline, now, 'paid', cny(after.dueFen), by);
  for (const parcel of parcels) {
    const known = state.parcels.find((old) => old.billNo === parcel.billNo);
    const carrier = parcel.company === null ? '' : ` by ${parcel.company}`;
    if (known === undefined) note(timeline, now, 'shipped', `parcel ${parcel.billNo}${carrier}`, by);
    if (isSigned(parcel) && !(known !== undefined && isSigned(known))) {
      note(timeline, now, 'signed', `parcel ${parcel.billNo}`, by);
    }
    if (known?.last?.at !== parcel.last?.at || known?.status !== parcel.status) changed = true;
  }
  if (before.refundedFen !== after.refundedFen) note(timeline, now, 'refunded', cny(after.refundedFen), by);
  const status = statusOf(after.status);
  if (
    before.status !== after.status &&
    (status === 'closed' || status === 'success' || status === 'unknown')
  ) {
    note(timeline, now, 'status', after.status, by);
  }
  return changed;
}

function markLooked(state: OrderState, now: number, changed: boolean): void {
  state.looks.lastAt = now;
  state.looks.quiet = changed ? 0 : state.looks.quiet + 1;
  state.looks.by = 'poll';
  if (changed) state.revision += 1;
}

function markUnavailable(state: OrderState, message: string, now: number): void {
  const times = (state.trouble?.times ?? 0) + 1;
  state.trouble = { reason: 'PLATFORM_UNAVAILABLE', message, nextTry: now + awayPauseMs(times), times };
  // The failed look was the one that was wanted; the next try looks anyway.
  state.looks.lastAt = now;
}

/** A person said to go on: refused credentials are tried once more, an unavailable platform at once. */
export function tryNow(state: OrderState): void {
  if (state.trouble?.reason === 'CREDENTIALS_REFUSED') state.trouble = null;
  else if (state.trouble !== null) state.trouble.nextTry = 0;
}

/** 401 or 403: nothing more is sent until a person says so. */
export function takeCredentials(state: OrderState, result: CredentialsRefused): void {
  state.trouble = { reason: 'CREDENTIALS_REFUSED', message: result.message, nextTry: 0, times: 1 };
}

/** A send that was turned away before it did anything; returns when it may be tried again (ms). */
export function takeNotSent(state: OrderState, result: NotSent, now: number): number {
  const times = (state.failing?.times ?? 0) + 1;
  const since = state.failing?.since ?? now;
  const over = now - since >= result.patienceSeconds * 1000 ? result.message : undefined;
  state.failing = { since, times, over };
  return now + Math.max((result.retryAfterSeconds ?? 0) * 1000, turnedAwayPauseMs(times));
}
