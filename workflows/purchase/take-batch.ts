import type { PayBatchResult } from '../../activities/types.ts';
import type { EffectEnd } from '../effect-end.ts';
import { note } from '../timeline.ts';
import type { PurchaseState } from './state.ts';
import { failsOnce, takeTrouble, triedAgainAt } from './trouble.ts';

/** What a batch submit changes: each order is handed over to its own run, with what became of it. */

/** Takes the end of a batch submit: each order is handed over with what became of it. */
export function takeBatch(
  state: PurchaseState,
  ids: readonly string[],
  end: EffectEnd<PayBatchResult>,
  now: number,
): void {
  if (end.kind === 'not-started') return;
  if (end.kind === 'lost') {
    for (const id of ids) handOver(state, id, 'order', 1);
    note(state.timeline, now, 'pay-unknown', end.message);
    return;
  }
  const result = end.value;
  if (result.kind !== 'not-sent') state.submit.fails = null;
  switch (result.kind) {
    case 'not-sent':
      state.submit.fails = failsOnce(state.submit.fails, result, now);
      state.submit.notBefore = triedAgainAt(state.submit.fails, result, now);
      return;
    case 'credentials':
      return takeTrouble(state, 'pay', result, now);
    case 'submitted':
      note(state.timeline, now, 'submitted', `${result.orders.length} order(s) to pay`);
      for (const { orderId, result: paid } of result.orders) {
        switch (paid.kind) {
          case 'paid':
            handOver(state, orderId, 'paid', paid.sent ? 1 : 0);
            break;
          case 'link':
            handOver(state, orderId, 'link', 1, { payUrl: paid.payUrl });
            break;
          case 'refused':
            handOver(state, orderId, 'refused', 1, { message: `${paid.code} ${paid.message}` });
            break;
          case 'unpaid':
          case 'unknown':
            handOver(state, orderId, 'order', 1);
            break;
          case 'above-ceiling':
          case 'not-payable':
          case 'missing':
          case 'not-sent':
          case 'credentials':
            handOver(state, orderId, 'order', 0);
            break;
        }
      }
      // Of one that the answer leaves out nobody knows whether it was submitted.
      for (const id of ids) handOver(state, id, 'order', 1);
  }
}

/** From now on the order's own run pays. */
function handOver(
  state: PurchaseState,
  orderId: string,
  how: 'order' | 'paid' | 'link' | 'refused',
  sends: number,
  more: { payUrl?: string; message?: string } = {},
): void {
  const order = state.orders.find((candidate) => candidate.orderId === orderId);
  if (order === undefined || order.run === 'ended' || order.payer === 'order') return;
  order.payer = 'order';
  const { ceilingFen } = order;
  state.outbox.push({ orderId, word: { type: 'handover', how, ceilingFen, sends, ...more } });
}
