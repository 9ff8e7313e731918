import type { Policy } from '../../contract/index.ts';
import type { BuyMerchant } from './buy.ts';
import { merchantCeilings, orderCeilings } from './ceilings.ts';
import { type PurchaseState, unhandedOrders } from './state.ts';

/** What a purchase may cost, what it costs, and what each of its merchants may. Integer fen. Pure. */

/** What the purchase may cost in all (fen); null: no limit. */
export function limitFen(state: PurchaseState, policy: Policy): number | null {
  const { approved } = state;
  if (approved?.hard === true) return approved.upToFen;
  if (policy.maxTotalFen === undefined) return null;
  return Math.max(policy.maxTotalFen, approved?.upToFen ?? 0);
}

const COUNTS_NO_MORE: ReadonlySet<string> = new Set(['cancelled', 'refunded']);

/** What the orders cost, for the budget: without those that are bought again, or whose money never went or came back. */
export function ordersFen(state: PurchaseState): number {
  return state.orders
    .filter((order) => !order.rebought && !COUNTS_NO_MORE.has(order.result?.stage ?? ''))
    .reduce((sum, order) => sum + (order.result?.money.dueFen ?? order.dueFen), 0);
}

/** What the running buy will cost by its preview: only merchants that have no order yet. */
export const previewOf = (state: PurchaseState): number =>
  (state.buy?.merchants ?? [])
    .filter((merchant) => merchant.phase !== 'settled')
    .reduce((sum, merchant) => sum + merchant.previewFen, 0);

/** The sum due, with what is not created yet at its preview, is above the limit. */
export function isOverBudget(state: PurchaseState, policy: Policy): boolean {
  const limit = limitFen(state, policy);
  return limit !== null && ordersFen(state) + previewOf(state) > limit;
}

/** Right after create has answered: nothing is paid while the sum due is above the limit. */
export function guardNewOrders(state: PurchaseState, policy: Policy): void {
  if (!isOverBudget(state, policy)) return;
  for (const order of state.orders) if (order.run === 'to-start') order.payer = 'purchase';
}

/** What one merchant may cost, with all merchants of the purchase within its limit. */
export function merchantCeiling(state: PurchaseState, policy: Policy, merchant: BuyMerchant): number {
  const limit = limitFen(state, policy);
  const merchants = state.buy?.merchants ?? [merchant];
  const elsewhere = state.orders
    .filter(
      (order) =>
        !order.rebought && order.buyNo !== state.buy?.no && !COUNTS_NO_MORE.has(order.result?.stage ?? ''),
    )
    .reduce((sum, order) => sum + (order.result === null ? order.ceilingFen : order.result.money.dueFen), 0);
  const room = limit === null ? null : Math.max(0, limit - elsewhere);
  return merchantCeilings(merchants, policy.priceToleranceBps, room).get(merchant.key) ?? merchant.previewFen;
}

/** After an approval of a sum that is due already: every unpaid order may cost what it is due now, within the limit. */
export function raiseCeilings(state: PurchaseState, policy: Policy): void {
  const limit = limitFen(state, policy);
  const unpaid = unhandedOrders(state);
  const due = unpaid.reduce((sum, order) => sum + order.dueFen, 0);
  const rest = ordersFen(state) - due;
  const room = limit === null ? due : Math.max(due, limit - rest);
  const ceilings = orderCeilings(
    room,
    unpaid.map((order) => order.dueFen),
  );
  for (const [index, order] of unpaid.entries())
    order.ceilingFen = Math.max(order.ceilingFen, ceilings[index] ?? 0);
}
