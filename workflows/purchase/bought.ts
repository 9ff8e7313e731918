import type { OrderObservation } from '../../activities/types.ts';
import type { Held, Policy } from '../../contract/index.ts';
import { cny } from '../money-text.ts';
import type { OrderLine } from '../order/state.ts';
import { note } from '../timeline.ts';
import type { BuyMerchant } from './buy.ts';
import { merchantCeilings, orderCeilings } from './ceilings.ts';
import type { Line } from './lines.ts';
import { matchLines } from './match-lines.ts';
import { markFirstSent, type PurchaseState } from './state.ts';

/** Orders that have become ours: which lines they fulfil, and what each may cost. */

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

/** Makes a merchant's orders ours. */
export function takeOrders(
  state: PurchaseState,
  policy: Policy,
  merchant: BuyMerchant,
  observations: readonly OrderObservation[],
  now: number,
): void {
  // After a Reset they are found without a send of this run.
  markFirstSent(state);
  const lines = matchLines(state, merchant.lines, observations);
  const dues = observations.map((observation) => observation.dueFen);
  const ceilings = orderCeilings(merchantCeiling(state, policy, merchant), dues);
  for (const [index, observation] of observations.entries()) {
    const own = lines.get(observation.orderId) ?? [];
    state.orders.push({
      orderId: observation.orderId,
      buyNo: state.buy?.no ?? state.buys,
      key: merchant.key,
      lines: own,
      dueFen: observation.dueFen,
      ceilingFen: ceilings[index] ?? 0,
      payer: policy.payment === 'batch' ? 'purchase' : 'order',
      run: 'to-start',
      observation,
      result: null,
      rebought: false,
      rebuyDue: false,
      held: policy.holdBeforePay ? heldBeforePay(now) : null,
      status: observation.status,
      createdAt: observation.createdAt,
    });
    note(state.timeline, now, 'ordered', `${observation.orderId}, ${cny(observation.dueFen)}`);
  }
  for (const line of state.lines) placeLine(line, observations, lines);
  merchant.phase = 'settled';
}

/** A line that several orders share shows the first of them. */
function placeLine(
  line: Line,
  orders: readonly OrderObservation[],
  lines: ReadonlyMap<string, OrderLine[]>,
): void {
  for (const { orderId } of orders) {
    const own = lines.get(orderId)?.find((candidate) => candidate.line === line.line);
    if (own === undefined) continue;
    Object.assign(line, { phase: 'ordered', orderId, subItemId: own.subItemId, refused: null });
    line.quantity = undefined;
    return;
  }
}

const heldBeforePay = (now: number): Held => ({
  since: new Date(now).toISOString(),
  until: null,
  by: 'system',
  note: 'held before pay',
});

/** What one merchant may cost, with all merchants of the purchase within its limit. */
function merchantCeiling(state: PurchaseState, policy: Policy, merchant: BuyMerchant): number {
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
  const unpaid = state.orders.filter((order) => order.payer === 'purchase' && order.run !== 'ended');
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
