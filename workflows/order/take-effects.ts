import type { CancelResult, ConfirmResult, PayResult } from '../../activities/types.ts';
import { statusOf } from '../../contract/index.ts';
import type { EffectEnd } from '../effect-end.ts';
import { sendPauseMs, unsentPauseMs } from '../pauses.ts';
import { note } from '../timeline.ts';
import { isItemRefundedWhole } from './facts.ts';
import type { Sends } from './sends.ts';
import { restage } from './stage.ts';
import type { OrderState } from './state.ts';
import { takeCredentials, takeLook, takeNotSent, takeOrder } from './take-look.ts';

/** What the end of an effect changes. An unknown outcome always asks for a look before anything is sent again. */

function lookAgain(state: OrderState): void {
  state.looks.wanted += 1;
  state.looks.by = 'system';
}

/** It went out, and whatever it did must be read first. */
function sentUnknown(state: OrderState, sends: Sends, now: number): void {
  wentOut(sends);
  sends.notBefore = now + sendPauseMs(sends.sent);
  lookAgain(state);
}

function wentOut(sends: Sends): void {
  sends.sent += 1;
  sends.unsent = 0;
}

/**
 * The task found a reason not to send that the run does not see: another reading lags behind. It looks again, and
 * asks less and less often.
 */
function foundNoReason(state: OrderState, sends: Sends, now: number): void {
  sends.unsent += 1;
  sends.notBefore = now + unsentPauseMs(sends.unsent);
  lookAgain(state);
}

/** Takes the end of a `pay` task. */
export function takePay(state: OrderState, end: EffectEnd<PayResult>, now: number): void {
  const { pay } = state;
  if (end.kind === 'not-started') return;
  if (end.kind === 'lost') {
    sentUnknown(state, pay, now);
    note(state.timeline, now, 'pay-unknown', end.message);
    return;
  }
  const result = end.value;
  if (result.kind !== 'not-sent') state.failing = null;
  switch (result.kind) {
    case 'paid':
      if (result.sent) wentOut(pay);
      if (!takeOrder(state, result.order, now, 'system')) foundNoReason(state, pay, now);
      return;
    case 'unpaid':
      wentOut(pay);
      pay.notBefore = now + sendPauseMs(pay.sent);
      takeOrder(state, result.order, now, 'system');
      note(state.timeline, now, 'pay-unpaid', result.message);
      lookAgain(state);
      return;
    case 'link':
      wentOut(pay);
      takeOrder(state, result.order, now, 'system');
      pay.link = result.payUrl;
      note(state.timeline, now, 'pay-link', 'the platform wants a person to pay');
      return;
    case 'refused':
      wentOut(pay);
      if (result.order !== null) takeOrder(state, result.order, now, 'system');
      pay.refused = `${result.code} ${result.message}`;
      note(state.timeline, now, 'pay-refused', pay.refused);
      return;
    case 'unknown':
      sentUnknown(state, pay, now);
      note(state.timeline, now, 'pay-unknown', result.message);
      return;
    case 'above-ceiling':
    case 'not-payable':
      if (!takeOrder(state, result.order, now, 'system')) foundNoReason(state, pay, now);
      return;
    case 'missing':
      takeLook(state, { kind: 'result', value: result }, now);
      return;
    case 'not-sent':
      pay.notBefore = takeNotSent(state, result, now);
      return;
    case 'credentials':
      takeCredentials(state, result);
      return;
  }
}

/** Takes the end of a `confirm` task. */
export function takeConfirm(state: OrderState, end: EffectEnd<ConfirmResult>, now: number): void {
  takeConfirmEnd(state, end, now);
  restage(state);
}

function takeConfirmEnd(state: OrderState, end: EffectEnd<ConfirmResult>, now: number): void {
  const { confirm } = state;
  if (end.kind === 'not-started') return;
  if (end.kind === 'lost') {
    confirm.tried = true;
    sentUnknown(state, confirm, now);
    note(state.timeline, now, 'confirm-unknown', end.message);
    return;
  }
  const result = end.value;
  if (result.kind !== 'not-sent') state.failing = null;
  switch (result.kind) {
    case 'confirmed':
      if (result.sent) wentOut(confirm);
      takeOrder(state, result.order, now, 'system');
      confirmed(state, result.sent, now);
      return;
    case 'not-ready':
      takeOrder(state, result.order, now, 'system');
      if (confirm.asked !== null) note(state.timeline, now, 'confirm-not-ready', result.why);
      confirm.asked = null;
      // In a status nobody knows the run waits anyway; else the order does not show what it holds.
      if (result.why === 'odd' && statusOf(result.order.status) !== 'unknown')
        confirm.refused = 'The order does not show by id which items it holds.';
      confirm.unsent += 1;
      confirm.notBefore = now + unsentPauseMs(confirm.unsent);
      return;
    case 'refused':
      wentOut(confirm);
      if (result.order !== null) takeOrder(state, result.order, now, 'system');
      confirm.refused = `${result.code} ${result.message}`;
      note(state.timeline, now, 'confirm-refused', confirm.refused);
      return;
    case 'unconfirmed':
      confirm.tried = true;
      wentOut(confirm);
      confirm.notBefore = now + sendPauseMs(confirm.sent);
      takeOrder(state, result.order, now, 'system');
      note(state.timeline, now, 'confirm-unconfirmed', result.message);
      lookAgain(state);
      return;
    case 'unknown':
      confirm.tried = true;
      sentUnknown(state, confirm, now);
      note(state.timeline, now, 'confirm-unknown', result.message);
      return;
    case 'missing':
      takeLook(state, { kind: 'result', value: result }, now);
      return;
    case 'not-sent':
      confirm.notBefore = takeNotSent(state, result, now);
      return;
    case 'credentials':
      takeCredentials(state, result);
      return;
  }
}

function confirmed(state: OrderState, sent: boolean, now: number): void {
  const { confirm, order } = state;
  const asked = confirm.asked;
  confirm.asked = null;
  // Each accepted receipt starts the count anew: the next lines are another receipt.
  confirm.sent = 0;
  const whole = order.items.every(
    (item) => isItemRefundedWhole(item) || item.logisticsStatus === 3 || asked?.subItemIds === null,
  );
  const all = asked === null || asked.subItemIds === null || whole;
  if (all) confirm.accepted = true;
  const what = all ? 'the whole order' : `${asked.subItemIds?.length ?? 0} lines`;
  note(
    state.timeline,
    now,
    'confirmed',
    sent ? what : `${what}, had been confirmed already`,
    asked?.by ?? 'system',
  );
}

/** Takes the end of a `cancel` task. */
export function takeCancel(state: OrderState, end: EffectEnd<CancelResult>, now: number): void {
  const { cancel } = state;
  if (cancel === null || end.kind === 'not-started') return;
  if (end.kind === 'lost') {
    state.cancelSent = true;
    sentUnknown(state, cancel, now);
    return;
  }
  const result = end.value;
  if (result.kind !== 'not-sent') state.failing = null;
  switch (result.kind) {
    case 'cancelled':
      if (result.sent) state.cancelSent = true;
      if (takeOrder(state, result.order, now, 'system'))
        note(state.timeline, now, 'cancelled', 'the platform closed the order', cancel.by);
      else foundNoReason(state, cancel, now);
      return;
    case 'too-early':
      cancel.notBefore = now + result.retryAfterSeconds * 1000;
      takeOrder(state, result.order, now, 'system');
      return;
    case 'paid':
      if (!takeOrder(state, result.order, now, 'system')) foundNoReason(state, cancel, now);
      return;
    case 'refused':
      wentOut(cancel);
      if (result.order !== null) takeOrder(state, result.order, now, 'system');
      cancel.refused = `${result.code} ${result.message}`;
      note(state.timeline, now, 'cancel-refused', cancel.refused);
      return;
    case 'still-open':
      state.cancelSent = true;
      takeOrder(state, result.order, now, 'system');
      sentUnknown(state, cancel, now);
      return;
    case 'unknown':
      state.cancelSent = true;
      sentUnknown(state, cancel, now);
      return;
    case 'missing':
      takeLook(state, { kind: 'result', value: result }, now);
      return;
    case 'not-sent':
      cancel.notBefore = takeNotSent(state, result, now);
      return;
    case 'credentials':
      takeCredentials(state, result);
      return;
  }
}
