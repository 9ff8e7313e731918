import type { FoundOrder, OrderObservation } from '../../activities/types.ts';
import type { Candidate, PurchaseRequest } from '../../contract/index.ts';
import { type BuyMerchant, merchantKey, specKey } from './buy.ts';

/** After an unknown create: whether the orders found are exactly what was sent to a merchant. Pure. */

export type Verdict =
  /** Together they hold exactly the lines sent: ours, one or many. */
  | { kind: 'exact'; orders: OrderObservation[] }
  /** None, or not all lines yet. */
  | { kind: 'fewer'; candidates: Candidate[] }
  /** More than was sent, or something else. */
  | { kind: 'other'; candidates: Candidate[] }
  /** Another purchase owns it. */
  | { kind: 'tracked'; candidates: Candidate[]; owner: string };

const quantities = (items: readonly { specId: string; quantity: number }[]): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const { specId, quantity } of items)
    sums.set(specKey(specId), (sums.get(specKey(specId)) ?? 0) + quantity);
  return sums;
};

/** The lines of a merchant as SKUs and quantities. */
export const sentTo = (
  request: PurchaseRequest,
  lines: readonly number[],
): { specId: string; quantity: number }[] =>
  lines.flatMap((line) => {
    const cargo = request.cargoParamList[line];
    return cargo === undefined ? [] : [{ specId: cargo.specId, quantity: cargo.quantity }];
  });

/** Judges the orders found for one merchant against what was sent to it. Price and status are no part of it. */
export function judge(
  sent: readonly { specId: string; quantity: number }[],
  found: readonly FoundOrder[],
): Verdict {
  const wanted = quantities(sent);
  const candidates = found.map((order) => candidateOf(order, sent));
  const foreign = found.find((order) => order.ownedBy !== null);
  if (foreign !== undefined) return { kind: 'tracked', candidates, owner: foreign.ownedBy ?? '' };
  const held = quantities(found.flatMap((order) => order.observation.items));
  const tooMuch = [...held].some(([specId, quantity]) => quantity > (wanted.get(specId) ?? 0));
  if (tooMuch || found.some((order) => order.differs.length > 0)) return { kind: 'other', candidates };
  const all = [...wanted].every(([specId, quantity]) => held.get(specId) === quantity);
  return all && found.length > 0
    ? { kind: 'exact', orders: found.map((order) => order.observation) }
    : { kind: 'fewer', candidates };
}

/** An order found, and what about it is not what was sent. */
export function candidateOf(
  found: FoundOrder,
  sent: readonly { specId: string; quantity: number }[],
): Candidate {
  const wanted = quantities(sent);
  const { observation } = found;
  const held = quantities(observation.items);
  const differs = [...found.differs];
  for (const [specId, quantity] of held) {
    const sent = wanted.get(specId) ?? 0;
    if (quantity !== sent) differs.push(`${quantity} x ${specId}, sent ${sent}`);
  }
  for (const [specId, quantity] of wanted) {
    if (!held.has(specId)) differs.push(`0 x ${specId}, sent ${quantity}`);
  }
  if (found.ownedBy !== null) differs.push(`owned by purchase ${found.ownedBy}`);
  return {
    orderId: observation.orderId,
    totalFen: observation.dueFen,
    createdAt: observation.createdAt,
    differs,
  };
}

/**
 * Which merchant of a buy an order belongs to: by its seller, else by the SKUs it holds. An order that fits none goes
 * to the first, so that it is never overlooked.
 */
export function merchantOf(
  observation: OrderObservation,
  merchants: readonly BuyMerchant[],
  request: PurchaseRequest,
): BuyMerchant | undefined {
  const bySeller = merchants.find(
    (merchant) => observation.sellerOpenId !== null && merchant.key === merchantKey(observation.sellerOpenId),
  );
  if (bySeller !== undefined) return bySeller;
  const bySku = merchants.find((merchant) =>
    sentTo(request, merchant.lines).some((line) =>
      observation.items.some((item) => specKey(item.specId) === specKey(line.specId)),
    ),
  );
  return bySku ?? merchants[0];
}
