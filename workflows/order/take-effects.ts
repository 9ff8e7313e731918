import type { CancelResult, ConfirmResult, PayResult } from '../../activities/types.ts';
import { type EffectEnd, sendPauseMs } from '../effect-end.ts';
import { note } from '../timeline.ts';
import { isItemRefundedWhole } from './facts.ts';
import type { OrderState, Sends } from './state.ts';
import { takeCredentials, takeLook, takeNotSent, takeOrder } from './take-look.ts';

/** What the end of an effect changes. An unknown outcome always asks for a look before anything is sent again. */

function lookAgain(state: OrderState): void {
  state.looks.wanted += 1;
  state.looks.by = 'system';
}

/** It went out, and whatever it did must be read first. */
function sentUnknown(state: OrderState, sends: Sends, now: number): void {
  sends.sent += 1;
  sends.notBefore = now + sendPauseMs(sends.sent);
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
  switch (result.kind) {
    case 'paid':
      if (result.sent) pay.sent += 1;
      takeOrder(state, result.order, now, 'system');
      return;
    case 'unpaid':
      pay.sent += 1;
      pay.notBefore = now + sendPauseMs(pay.sent);
      takeOrder(state, result.order, now, 'system');
      note(state.timeline, now, 'pay-unpaid', result.message);
      lookAgain(state);
      return;
    case 'link':
      pay.sent += 1;
      takeOrder(state, result.order, now, 'system');
      pay.link = result.payUrl;
      note(state.timeline, now, 'pay-link', 'the platform wants a person to pay');
      return;
    case 'refused':
      pay.sent += 1;
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
      takeOrder(state, result.order, now, 'system');
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
  const { confirm } = state;
  if (end.kind === 'not-started') return;
  if (end.kind === 'lost') {
    confirm.tried = true;
    sentUnknown(state, confirm, now);
    note(state.timeline, now, 'confirm-unknown', end.message);
    return;
  }
  const result = end.value;
  switch (result.kind) {
    case 'confirmed':
      if (result.sent) confirm.sent += 1;
      takeOrder(state, result.order, now, 'system');
      confirmed(state, result.sent, now);
      return;
    case 'not-ready':
      takeOrder(state, result.order, now, 'system');
      if (confirm.asked !== null) note(state.timeline, now, 'confirm-not-ready', result.why);
      confirm.asked = null;
      confirm.notBefore = now + sendPauseMs(6);
      return;
    case 'refused':
      confirm.sent += 1;
      if (result.order !== null) takeOrder(state, result.order, now, 'system');
      confirm.refused = `${result.code} ${result.message}`;
      note(state.timeline, now, 'confirm-refused', confirm.refused);
      return;
    case 'unconfirmed':
      confirm.tried = true;
      confirm.sent += 1;
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
  switch (result.kind) {
    case 'cancelled':
      if (result.sent) state.cancelSent = true;
      note(state.timeline, now, 'cancelled', 'the platform closed the order', cancel.by);
      takeOrder(state, result.order, now, 'system');
      return;
    case 'too-early':
      cancel.notBefore = now + result.retryAfterSeconds * 1000;
      takeOrder(state, result.order, now, 'system');
      return;
    case 'paid':
      takeOrder(state, result.order, now, 'system');
      return;
    case 'refused':
      cancel.sent += 1;
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
