import type { OrderObservation } from '../../activities/types.ts';
import type { Held, Policy } from '../../contract/index.ts';
import { cny } from '../money-text.ts';
import type { OrderLine } from '../order/state.ts';
import { note } from '../timeline.ts';
import { merchantCeiling } from './budget.ts';
import type { BuyMerchant } from './buy.ts';
import { orderCeilings } from './ceilings.ts';
import type { Line } from './lines.ts';
import { matchLines } from './match-lines.ts';
import { markFirstSent, type PurchaseState } from './state.ts';

/** Orders that have become ours: which lines they fulfil, and what each may cost. */

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
