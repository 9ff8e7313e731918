import type { RefusedMerchant } from '../contract/index.ts';
import { type Order, orderIdOf, refusalInside } from '../pandapon/index.ts';
import { type MerchantLines, merchantsOf, type SentLine } from './merchants.ts';
import { observationOf } from './order-observation.ts';
import { shownText } from './platform-text.ts';
import type { OrderObservation } from './types.ts';

/** The answer of a batch create, settled per merchant. */
export interface SortedAnswer {
  orders: OrderObservation[];
  refused: RefusedMerchant[];
  /** Merchants of which something is unknown: not mentioned, unreadable, or with lines that no order and no refusal covers. */
  missing: (string | null)[];
}

type Element =
  | { kind: 'order'; seen: OrderObservation }
  | { kind: 'refusal'; code: string; message: string }
  | { kind: 'unreadable' };

/**
 * Sorts the elements of a create answer by the merchants that were sent. Every order in it is ours, also those of a
 * merchant that the platform split. Answers null when an element that is no order fits no merchant though each has its
 * own: then nothing in the answer can be trusted, and the create is unknown (docs/reference/platform.md, "Batch create").
 * @param personal texts of the receiver, which a refusal may repeat
 */
export function sortAnswer(
  elements: readonly Order[],
  sent: readonly SentLine[],
  personal: readonly string[],
): SortedAnswer | null {
  const merchants = merchantsOf(sent);
  const answers = elements.map((element) => ({
    merchant: merchantOf(element, merchants, sent),
    element: elementOf(element, personal),
  }));
  const settled = merchants.map((merchant) =>
    settle(
      merchant,
      sent,
      answers.flatMap((answer) => (answer.merchant === merchant ? [answer.element] : [])),
    ),
  );
  const strays = answers.flatMap(({ merchant, element }) => (merchant === null ? [element] : []));
  const missing = settled.flatMap((each) => (each.unknown ? [each.sellerOpenId] : []));
  if (missing.length === 0 && strays.some(({ kind }) => kind !== 'order')) return null;
  return {
    orders: withoutTwins([...settled.flatMap(({ orders }) => orders), ...ordersOf(strays)]),
    refused: settled.flatMap((each) => (each.refused === null ? [] : [each.refused])),
    missing,
  };
}

function elementOf(order: Order, personal: readonly string[]): Element {
  const refusal = refusalInside(order);
  if (refusal !== null) {
    // A refusal that names an order says two things at once.
    if (orderIdOf(order) !== null) return { kind: 'unreadable' };
    return { kind: 'refusal', code: refusal.code, message: shownText(refusal.message, personal) };
  }
  const seen = observationOf(order, null);
  return seen === null ? { kind: 'unreadable' } : { kind: 'order', seen };
}

/** By the merchant's id; else by whose goods it holds; else, when it says nothing and one merchant was sent, that one. */
function merchantOf(
  order: Order,
  merchants: readonly MerchantLines[],
  sent: readonly SentLine[],
): MerchantLines | null {
  const seller = order.sellerOpenId || null;
  const named = merchants.find(({ sellerOpenId }) => sellerOpenId === seller);
  if (named !== undefined) return named;
  const specs = new Set((order.productItems ?? []).map(({ specId }) => sameSpec(specId ?? '')));
  const owners = merchants.filter(({ lines }) =>
    sent.some(({ line, cargo }) => lines.includes(line) && specs.has(sameSpec(cargo.specId))),
  );
  const [owner, ...others] = owners;
  if (owner !== undefined && others.length === 0) return owner;
  const [sole, ...more] = merchants;
  const unnamed = seller === null || sole?.sellerOpenId === null;
  return sole !== undefined && more.length === 0 && unnamed ? sole : null;
}

interface Settled {
  sellerOpenId: string | null;
  orders: OrderObservation[];
  refused: RefusedMerchant | null;
  unknown: boolean;
}

function settle(
  { sellerOpenId, lines }: MerchantLines,
  sent: readonly SentLine[],
  elements: readonly Element[],
): Settled {
  const orders = ordersOf(elements).map((seen) => ({
    ...seen,
    sellerOpenId: sellerOpenId ?? seen.sellerOpenId,
  }));
  const settled: Settled = { sellerOpenId, orders, refused: null, unknown: false };
  if (elements.length === 0 || elements.some(({ kind }) => kind === 'unreadable')) {
    return { ...settled, unknown: true };
  }
  const left = linesLeft(
    sent.filter(({ line }) => lines.includes(line)),
    orders,
  );
  if (left.length === 0) return settled;
  const refusal = elements.find((element) => element.kind === 'refusal');
  if (refusal === undefined) return { ...settled, unknown: true };
  const refused = { sellerOpenId, errorCode: refusal.code, errorMsg: refusal.message, lines: left };
  return { ...settled, refused };
}

/** Lines that orders do not hold. Orders that show nothing of what was sent (no items, other spec ids) hold it all: they came in its answer. */
function linesLeft(sent: readonly SentLine[], orders: readonly OrderObservation[]): number[] {
  const held = new Map<string, number>();
  for (const { specId, quantity } of orders.flatMap(({ items }) => items)) {
    held.set(sameSpec(specId), (held.get(sameSpec(specId)) ?? 0) + quantity);
  }
  const comparable = sent.some(({ cargo }) => held.has(sameSpec(cargo.specId)));
  if (orders.length > 0 && !comparable) return [];
  return sent.flatMap(({ line, cargo }) => {
    const spec = sameSpec(cargo.specId);
    const stock = held.get(spec) ?? 0;
    if (stock < cargo.quantity) return [line];
    held.set(spec, stock - cargo.quantity);
    return [];
  });
}

/** Spec ids are hex; their case says nothing. */
const sameSpec = (specId: string): string => specId.toLowerCase();

const ordersOf = (elements: readonly Element[]): OrderObservation[] =>
  elements.flatMap((element) => (element.kind === 'order' ? [element.seen] : []));

const withoutTwins = (orders: readonly OrderObservation[]): OrderObservation[] => [
  ...new Map(orders.map((order) => [order.orderId, order])).values(),
];
