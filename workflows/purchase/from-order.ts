import { type OrderView, unpackOrderView } from '../../contract/index.ts';
import type { FromOrder, FromPurchase } from '../order/state.ts';
import { note } from '../timeline.ts';
import type { Vocabulary } from '../words.ts';
import { moveLines } from './lines.ts';
import { parkMerchant } from './parks.ts';
import type { PurchaseState } from './state.ts';

/** What order runs tell their purchase. */

/** More than an order's run makes in its life. */
const REVISIONS_LOST = 10_000;

/** An order's run has ended; null: from outside, so that its view is not known. */
export function takeOrderEnd(
  state: PurchaseState,
  orderId: string,
  view: OrderView | null,
  now: number,
): void {
  const order = state.orders.find((candidate) => candidate.orderId === orderId);
  if (order === undefined || order.run === 'ended') return;
  order.run = 'ended';
  order.result = view;
  // Its last revision is lost with its run; the purchase's own grows beyond it, so that the sum never falls.
  if (view === null) state.revision += REVISIONS_LOST;
  state.outbox = state.outbox.filter((entry) => entry.orderId !== orderId);
  state.revision += 1;
  note(state.timeline, now, 'order-ended', `${orderId}: ${view?.stage ?? 'ended from outside'}`);
}

const endingWord = ({ how, by }: NonNullable<PurchaseState['ending']>): FromPurchase =>
  how === 'cancel' ? { type: 'cancel', by } : { type: 'abort', by, atOnce: false };

/** What each word of an order's run can't do without. */
export const FROM_ORDER: Vocabulary<FromOrder> = {
  rebuy: { orderId: 'string' },
  joined: { orderId: 'string' },
  'not-yours': { orderId: 'string', owner: 'string' },
  ended: { orderId: 'string', result: 'object' },
};

/** Takes a word of an order's run. */
export function takeFromOrder(state: PurchaseState, word: FromOrder, now: number): void {
  const order = state.orders.find((candidate) => candidate.orderId === word.orderId);
  if (order === undefined) return;
  switch (word.type) {
    case 'rebuy': {
      if (order.rebought || state.ending !== null) return;
      order.rebought = true;
      order.rebuyDue = true;
      state.revision += 1;
      note(state.timeline, now, 'rebuy', `the lines of ${word.orderId}`);
      return;
    }
    case 'joined':
      if (order.run === 'joining') {
        order.run = 'open';
        // Handed over before the Reset, or not yet: never two payers, and never none.
        order.payer = word.payer ?? order.payer;
        if (state.ending !== null)
          state.outbox.push({ orderId: word.orderId, word: endingWord(state.ending) });
      }
      note(state.timeline, now, 'joined', word.orderId);
      return;
    case 'not-yours': {
      state.orders = state.orders.filter((candidate) => candidate !== order);
      state.outbox = state.outbox.filter(({ orderId }) => orderId !== order.orderId);
      const merchant = {
        key: order.key,
        lines: order.lines.map(({ line }) => line),
        previewFen: order.dueFen,
      };
      const candidates = [
        {
          orderId: order.orderId,
          totalFen: order.dueFen,
          createdAt: order.createdAt,
          differs: [`owned by purchase ${word.owner}`],
        },
      ];
      const message = `Purchase ${word.owner} already owns the platform order ${order.orderId}.`;
      moveLines(state, merchant.lines, 'wanted');
      parkMerchant(state, merchant, 'ORDER_ALREADY_TRACKED', { message, candidates }, now);
      return;
    }
    case 'ended':
      takeOrderEnd(state, word.orderId, unpackOrderView(word.result.packed), now);
      return;
  }
}
