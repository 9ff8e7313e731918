import type { Policy } from '../../contract/index.ts';
import { limitFen, ordersFen, previewOf } from './bought.ts';
import { freshBuy, linesIn, lookingBuy, moveLines, openOrders, type PurchaseState } from './state.ts';

/** Brings a purchase into order before the next step is decided: what has ended goes, what is wanted begins. Pure. */
export function tidy(state: PurchaseState, policy: Policy): void {
  if (state.ending !== null) dropUnsent(state);
  if (state.buy?.merchants.every((merchant) => merchant.phase === 'settled') === true) state.buy = null;
  if (state.buy === null) beginLook(state);
  const wanted = linesIn(state, 'wanted');
  if (state.buy === null && state.ending === null && wanted.length > 0) {
    state.buys += 1;
    state.buy = freshBuy(state.request, wanted, state.buys);
    moveLines(state, wanted, 'buying');
  }
  if (policy.payment !== 'batch' && !isOverBudget(state, policy)) handOver(state);
}

function beginLook(state: PurchaseState): void {
  const [again] = state.looksAgain;
  if (again === undefined) return;
  state.looksAgain = state.looksAgain.slice(1);
  state.buys += 1;
  state.buy = lookingBuy(again, state.buys);
}

/** On the way out nothing new is bought: only a create whose outcome is unknown is still looked up. */
function dropUnsent(state: PurchaseState): void {
  moveLines(state, linesIn(state, 'wanted'), 'dropped');
  for (const park of state.parks) moveLines(state, park.lines, 'dropped');
  for (const again of state.looksAgain) moveLines(state, again.lines, 'dropped');
  state.parks = [];
  state.looksAgain = [];
  const { buy } = state;
  if (buy === null) return;
  const looking =
    buy.phase === 'find' && !buy.onlyLook && buy.adopt === null && state.ending?.atOnce !== true;
  for (const merchant of buy.merchants) {
    if (merchant.phase === 'settled' || (looking && merchant.phase === 'unknown')) continue;
    moveLines(state, merchant.lines, 'dropped');
    merchant.phase = 'settled';
  }
}

/** The sum due, with what is not created yet at its preview, is above the limit and something is still unpaid by us. */
export function isOverBudget(state: PurchaseState, policy: Policy): boolean {
  const limit = limitFen(state, policy);
  return limit !== null && ordersFen(state) + previewOf(state) > limit;
}

/** Orders that waited for the budget may be paid by their own runs now. */
function handOver(state: PurchaseState): void {
  for (const order of openOrders(state)) {
    if (order.payer !== 'purchase' || order.run === 'joining') continue;
    order.payer = 'order';
    if (order.run === 'to-start') continue;
    state.outbox.push({
      orderId: order.orderId,
      word: { type: 'handover', how: 'order', ceilingFen: order.ceilingFen, sends: 0 },
    });
  }
}

/** Right after create has answered: nothing is paid while the sum due is above the limit. */
export function guardNewOrders(state: PurchaseState, policy: Policy): void {
  if (!isOverBudget(state, policy)) return;
  for (const order of state.orders) if (order.run === 'to-start') order.payer = 'purchase';
}
