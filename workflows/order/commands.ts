import { type Command, type Policy, policyOf, type STUCK } from '../../contract/index.ts';
import { cny } from '../money-text.ts';
import { actorOf, noteOf, type RawBody } from '../refusal.ts';
import { note } from '../timeline.ts';
import { withTolerance } from '../tolerance.ts';
import { subItemsOf } from './command-checks.ts';
import { oddWord } from './decide.ts';
import { isPaid } from './facts.ts';
import { freshSends, isGivenUp, onceMore } from './sends.ts';
import type { Deadline, OrderInput, OrderState } from './state.ts';
import { leavePaid, tryNow } from './take-look.ts';

/** What a command changes in an order run. Pure. */

/** Takes a command that fits. `now` in ms. */
export function takeOrderCommand(
  state: OrderState,
  input: OrderInput,
  command: Command,
  body: RawBody,
  now: number,
): void {
  const by = actorOf(body);
  note(state.timeline, now, command, noteOf(body), by);
  state.revision += 1;
  const reason = state.parked?.reason;
  unpark(state, command);
  switch (command) {
    case 'retry':
      if (reason !== undefined) takeRetry(state, policyOf(input.policy), reason, body, now);
      lookNow(state, by);
      return;
    case 'skip':
      if (reason !== undefined) takeSkip(state, reason, by, now);
      return;
    case 'approve': {
      const upTo = body['upToFen'];
      const { priceToleranceBps } = policyOf(input.policy);
      state.ceilingFen =
        typeof upTo === 'number' ? upTo : withTolerance(state.order.dueFen, priceToleranceBps);
      note(state.timeline, now, 'ceiling', cny(state.ceilingFen), by);
      return;
    }
    case 'cancel':
      wantCancel(state, by, now);
      return;
    case 'abort':
      wantAbort(state, by, state.abort !== null);
      return;
    case 'hold':
      state.held = {
        since: new Date(now).toISOString(),
        until: typeof body['until'] === 'string' ? new Date(body['until']).toISOString() : null,
        by,
        note: noteOf(body) || null,
      };
      return;
    case 'release':
      state.held = null;
      return;
    case 'confirm-receipt': {
      const lines = body['lines'];
      const subItemIds = Array.isArray(lines) ? subItemsOf(input.lines, lines) : null;
      state.confirm = { ...state.confirm, ...freshSends(), off: false, asked: { subItemIds, by } };
      return;
    }
    case 'adopt':
      return;
  }
}

function lookNow(state: OrderState, by: string): void {
  state.looks.wanted += 1;
  state.looks.by = by;
}

/** What waited is no longer waited for, unless the command leaves it as it is: then only the revision is new. */
function unpark(state: OrderState, command: Command): void {
  if (state.parked === null) return;
  const stays = command === 'hold' || (command === 'release' && state.parked.reason !== 'HELD');
  state.parked = stays ? { ...state.parked, revision: state.revision } : null;
}

function takeRetry(
  state: OrderState,
  policy: Policy,
  reason: keyof typeof STUCK,
  body: RawBody,
  now: number,
): void {
  const until = typeof body['until'] === 'string' ? Date.parse(body['until']) : undefined;
  const again = (deadline: Deadline): void => {
    state.deadlines[deadline] = until === undefined ? { from: now } : { until };
  };
  switch (reason) {
    case 'CREDENTIALS_REFUSED':
    case 'PLATFORM_UNAVAILABLE':
      tryNow(state);
      // What was turned away unsent may go out now; after an unknown send the pause stays.
      if (state.failing === null) return;
      for (const sends of [state.pay, state.confirm, state.cancel]) if (sends !== null) sends.notBefore = 0;
      return;
    case 'ORDER_CLOSED':
      if (state.closed !== null) state.closed.decision = 'rebuy';
      return;
    case 'CANCEL_REFUSED':
      if (state.cancel !== null) onceMore(state.cancel);
      return;
    case 'PAY_OVERDUE':
      again('pay');
      if (policy.payment === 'manual') return;
      state.pay.link = null;
      onceMore(state.pay);
      return;
    case 'PAY_REFUSED':
    case 'PAY_LINK':
      if (policy.payment === 'manual') return;
      state.pay.link = null;
      onceMore(state.pay);
      return;
    case 'RECEIPT_REFUSED':
      onceMore(state.confirm);
      return;
    case 'SHIP_OVERDUE':
      again('ship');
      return;
    case 'LOGISTICS_STALLED':
      again('stalled');
      return;
    case 'RECEIVE_OVERDUE':
      again(state.closed === null ? 'receive' : 'refund');
      return;
    // The look is all.
    case 'UNKNOWN_STATUS':
    case 'PRICE_DRIFT':
    case 'PAYMENT':
    case 'RECEIPT':
    case 'HELD':
      return;
    case 'PREVIEW_REFUSED':
    case 'OVER_BUDGET':
    case 'APPROVAL':
    case 'CREATE_AMBIGUOUS':
    case 'ORDER_ALREADY_TRACKED':
    case 'CREATE_REFUSED':
      // A purchase waits for these.
      return;
  }
}

function takeSkip(state: OrderState, reason: keyof typeof STUCK, by: string, now: number): void {
  switch (reason) {
    case 'UNKNOWN_STATUS':
      state.oddAccepted = oddWord(state);
      return;
    case 'ORDER_CLOSED':
      if (state.closed !== null) state.closed.decision = 'leave';
      return;
    case 'PRICE_DRIFT':
    case 'PAY_REFUSED':
    case 'PAY_LINK':
    case 'PAY_OVERDUE':
      wantCancel(state, by, now);
      return;
    case 'CANCEL_REFUSED':
      state.cancel = null;
      state.abort = null;
      state.held = { since: new Date(now).toISOString(), until: null, by, note: 'the cancel was given up' };
      return;
    case 'RECEIPT_REFUSED':
      state.confirm = { ...state.confirm, ...freshSends(), off: true, asked: null };
      return;
    case 'SHIP_OVERDUE':
      state.deadlines.ship = { off: true };
      return;
    case 'LOGISTICS_STALLED':
      state.deadlines.stalled = { off: true };
      return;
    case 'RECEIVE_OVERDUE':
      state.deadlines[state.closed === null ? 'receive' : 'refund'] = { off: true };
      return;
    // The table offers no skip.
    case 'CREDENTIALS_REFUSED':
    case 'PLATFORM_UNAVAILABLE':
    case 'PAYMENT':
    case 'RECEIPT':
    case 'HELD':
      return;
    case 'PREVIEW_REFUSED':
    case 'OVER_BUDGET':
    case 'APPROVAL':
    case 'CREATE_AMBIGUOUS':
    case 'ORDER_ALREADY_TRACKED':
    case 'CREATE_REFUSED':
      // A purchase waits for these.
      return;
  }
}

/** A cancel, by a person or by the purchase: a paid order is left running and says so. */
export function wantCancel(state: OrderState, by: string, now: number): void {
  tryNow(state);
  if (isPaid(state.order)) return leavePaid(state, by, now);
  if (state.cancel === null) state.cancel = { ...freshSends(), by };
  else if (isGivenUp(state.cancel)) onceMore(state.cancel);
}

/** An abort: cancels what is unpaid, releases what is paid; said again before it is done, it ends the run at once. */
export function wantAbort(state: OrderState, by: string, atOnce: boolean): void {
  tryNow(state);
  state.abort = { by: state.abort?.by ?? by, atOnce };
  if (!isPaid(state.order)) {
    if (state.cancel === null) state.cancel = { ...freshSends(), by };
    else if (isGivenUp(state.cancel)) onceMore(state.cancel);
  }
  lookNow(state, by);
}
