import type { Policy } from '../../contract/index.ts';
import { isOverBudget } from './budget.ts';
import { freshBuy, lookingBackBuy, lookingBuy } from './buy.ts';
import { linesIn, moveLines, requestToBuy } from './lines.ts';
import { openOrders, type PurchaseState, unhandedOrders } from './state.ts';

/** Brings a purchase into order before the next step is decided: what has ended goes, what is wanted begins. Pure. */
export function tidy(state: PurchaseState, policy: Policy): void {
  if (state.ending !== null) dropUnsent(state);
  if (state.buy?.merchants.every((merchant) => merchant.phase === 'settled') === true) state.buy = null;
  if (state.buy === null) beginLook(state);
  if (state.buy === null && state.ending === null) beginRebuy(state);
  const wanted = linesIn(state, 'wanted');
  if (state.buy === null && state.ending === null && wanted.length > 0) {
    state.buys += 1;
    state.buy = freshBuy(requestToBuy(state), wanted, state.buys);
    moveLines(state, wanted, 'buying');
  }
  // On the way out nothing more is paid, and commands to the orders must find someone who takes them.
  if (state.ending !== null || (policy.payment !== 'batch' && !isOverBudget(state, policy))) handOver(state);
  if (state.buy === null && unhandedOrders(state).length === 0) state.trouble = null;
}

/** Lines of an order that is bought again are wanted as soon as nothing else has them, just as many as it held. */
function beginRebuy(state: PurchaseState): void {
  for (const order of state.orders.filter(({ rebuyDue }) => rebuyDue)) {
    const own = order.lines.filter(({ line }) => isOrdered(state, line));
    if (own.length < order.lines.filter(({ line }) => !isDropped(state, line)).length) continue;
    order.rebuyDue = false;
    for (const { line, quantity } of own) {
      moveLines(state, [line], 'wanted');
      for (const wanted of state.lines) if (wanted.line === line) wanted.quantity = quantity;
    }
  }
}

const phaseOf = (state: PurchaseState, index: number) =>
  state.lines.find(({ line }) => line === index)?.phase;
const isOrdered = (state: PurchaseState, line: number): boolean => phaseOf(state, line) === 'ordered';
const isDropped = (state: PurchaseState, line: number): boolean => phaseOf(state, line) === 'dropped';

/** A run that was reset and would end without an order looks first what its earlier life bought: once, over the settle time. */
export function beginLookBack(state: PurchaseState): void {
  const lines = state.lines.map(({ line }) => line);
  state.lookBack = false;
  state.buys += 1;
  state.buy = lookingBackBuy(requestToBuy(state), lines, state.buys);
  moveLines(state, lines, 'buying');
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

/** Orders that their purchase kept from being paid may be paid by their own runs now. */
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
