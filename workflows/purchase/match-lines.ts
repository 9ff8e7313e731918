import type { ItemObservation, OrderObservation } from '../../activities/types.ts';
import type { OrderLine } from '../order/state.ts';
import { specKey } from './buy.ts';
import { requestToBuy } from './lines.ts';
import type { PurchaseState } from './state.ts';

/** Which lines the orders of a merchant fulfil. Pure. */

interface Left {
  line: number;
  spec: string;
  quantity: number;
}

interface Taken extends OrderLine {
  quantity: number;
}

/**
 * The lines of each order, by order id: by SKU and quantity first, then by SKU alone, where one line may stand in
 * several orders (the platform splits a quantity) and one item for several lines.
 */
export function matchLines(
  state: PurchaseState,
  lines: readonly number[],
  orders: readonly OrderObservation[],
): Map<string, OrderLine[]> {
  const request = requestToBuy(state);
  const left: Left[] = lines.flatMap((line) => {
    const cargo = request.cargoParamList[line];
    return cargo === undefined ? [] : [{ line, spec: specKey(cargo.specId), quantity: cargo.quantity }];
  });
  // Not in the order of the answer: after a Reset the list shows them in another one, and each keeps its lines.
  const items = [...orders]
    .sort(byOrderId)
    .flatMap(({ orderId, items: own }) => own.map((item) => ({ orderId, item })));
  const exact = items.map(({ item }) => take(item, left, (line) => line.quantity === item.quantity));
  const matched = items.map(({ item }, index) => {
    const line = exact[index];
    return line === undefined ? share(item, left) : [line];
  });
  const wholeOf = (line: number): number => state.request.cargoParamList[line]?.quantity ?? 0;
  const linesOf = (orderId: string): OrderLine[] =>
    matched
      .flatMap((own, index) => (items[index]?.orderId === orderId ? own : []))
      .map((own) => withoutWhole(own, wholeOf(own.line)))
      .sort((a, b) => a.line - b.line);
  return new Map(orders.map(({ orderId }) => [orderId, linesOf(orderId)]));
}

/** The quantity is said only where it is not the whole line. */
const withoutWhole = ({ quantity = 0, ...rest }: OrderLine, whole: number): OrderLine =>
  quantity === whole ? rest : { ...rest, quantity };

/** Ids are numbers of equal length as a rule, the older order first. */
const byOrderId = (a: OrderObservation, b: OrderObservation): number =>
  a.orderId.length - b.orderId.length || (a.orderId < b.orderId ? -1 : 1);

/** Takes what an item fulfils out of what is left, of as many lines as it takes. */
function share(item: ItemObservation, left: Left[]): OrderLine[] {
  const lines: OrderLine[] = [];
  for (let quantity = item.quantity; quantity > 0; ) {
    const line = take({ ...item, quantity }, left, () => true);
    if (line === undefined) return lines;
    lines.push(line);
    quantity -= line.quantity;
  }
  return lines;
}

function take(
  { specId, subItemId, quantity: wanted }: ItemObservation,
  left: Left[],
  fits: (line: Left) => boolean,
): Taken | undefined {
  const found = left.find((line) => line.quantity > 0 && line.spec === specKey(specId) && fits(line));
  if (found === undefined) return undefined;
  const quantity = Math.min(found.quantity, wanted);
  found.quantity -= quantity;
  return { line: found.line, subItemId, quantity };
}
