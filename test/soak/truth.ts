import type { PurchaseStart, PurchaseView } from '../../client/index.ts';
import type { OrderState, Sandbox } from '../../sandbox/index.ts';

/** What must hold between our views and the platform's ledger, whatever happened. Answers what does not, a line each. */

/** A purchase that was started, and its closing view. */
export interface Bought {
  start: PurchaseStart;
  view: PurchaseView;
}

export function breachesOfTruth(bought: readonly Bought[], sandbox: Sandbox): string[] {
  const orders = new Map(sandbox.orders().map((order) => [order.orderId, order]));
  return [
    ...doneTwice(sandbox),
    ...ownership(bought, [...orders.values()]),
    ...bought.flatMap((each) => [
      ...each.view.orders.flatMap((order) => orderBreaches(each.view, order, orders.get(order.orderId))),
      ...sumBreaches(each, orders),
      ...boughtTooMuch(each, [...orders.values()]),
    ]),
  ];
}

/** No order is debited twice; no item is confirmed twice. */
function doneTwice(sandbox: Sandbox): string[] {
  const { paidTwice, confirms } = sandbox.ledger();
  const confirmed = confirms.filter(({ by }) => by === 'call').flatMap(({ subItemIds }) => subItemIds);
  const twice = [...new Set(confirmed.filter((id, n) => confirmed.indexOf(id) !== n))];
  return [
    ...paidTwice.map((id) => `order ${id} was debited twice`),
    ...twice.map((id) => `item ${id} was confirmed twice`),
  ];
}

/** Every order of the platform belongs to just one purchase; one that a person left alone costs nothing. */
function ownership(bought: readonly Bought[], orders: readonly OrderState[]): string[] {
  const owners = new Map<string, string[]>();
  for (const { view } of bought) {
    for (const { orderId } of view.orders) owners.set(orderId, [...(owners.get(orderId) ?? []), view.id]);
  }
  return orders.flatMap((order) => {
    const { orderId } = order;
    const [owner, ...others] = owners.get(orderId) ?? [];
    if (others.length > 0) return [`order ${orderId} belongs to ${[owner, ...others].join(' and ')}`];
    const maker = bought.find(({ start }) => isMadeBy(start, order));
    if (maker === undefined) return [`order ${orderId} was made by nobody`];
    if (owner === maker.view.id) return [];
    if (owner !== undefined) return [`order ${orderId} of ${maker.view.id} belongs to ${owner}`];
    if (order.payments.length > 0) return [`order ${orderId} of ${maker.view.id} is paid and in no view`];
    return wasLeftToAPerson(maker.view) ? [] : [`order ${orderId} of ${maker.view.id} is lost: in no view`];
  });
}

const isMadeBy = ({ request }: PurchaseStart, { items }: OrderState): boolean =>
  items.some((item) => request.cargoParamList.some(({ specId }) => specId === item.specId));

/** Its create was left undecided by a person: skipped or ended while nobody could tell, or ended at once. */
const wasLeftToAPerson = ({ timeline }: PurchaseView): boolean =>
  isEndedAtOnce(timeline) ||
  timeline.some(
    ({ what, detail }) =>
      what === 'stuck' && /^(CREATE_AMBIGUOUS|ORDER_ALREADY_TRACKED|CREATE_REFUSED)/.test(detail),
  );

const isEndedAtOnce = (timeline: PurchaseView['timeline']): boolean =>
  timeline.filter(({ what }) => what === 'abort').length > 1;

type OrderSummary = PurchaseView['orders'][number];

/** An order's last words are what the platform shows. One that was let go is the platform's own business. */
function orderBreaches(view: PurchaseView, order: OrderSummary, truth: OrderState | undefined): string[] {
  const about = `order ${order.orderId} of ${view.id}`;
  if (truth === undefined) return [`${about} does not exist`];
  const debited = truth.payments.length > 0;
  if (order.paid && !debited) return [`${about} is said to be paid, and was not debited`];
  if (order.stage === 'released') return [];
  if (debited && !order.paid) return [`${about} was debited, and is not said to be paid`];
  switch (order.stage) {
    case 'completed':
      return /^(success|confirm_goods)/.test(truth.status)
        ? []
        : [`${about} is completed, not ${truth.status}`];
    case 'cancelled':
      return truth.closed !== null && !debited
        ? []
        : [`${about} is cancelled; the platform shows ${truth.status}`];
    case 'refunded':
      return truth.refundedFen > 0 ? [] : [`${about} is refunded; the platform paid nothing back`];
    default:
      return [`${about} is ${order.stage} though its purchase has ended`];
  }
}

/** What the view says is paid is what was debited. */
function sumBreaches({ view }: Bought, orders: ReadonlyMap<string, OrderState>): string[] {
  if (view.orders.some(({ stage }) => stage === 'released')) return [];
  const debited = view.orders
    .flatMap(({ orderId }) => orders.get(orderId)?.payments ?? [])
    .reduce((sum, { fen }) => sum + fen, 0);
  return view.paidFen === debited
    ? []
    : [`${view.id} is said to have paid ${view.paidFen} fen, and ${debited} were debited`];
}

/** Nothing is paid beyond what was asked for; what was closed may be bought again. */
function boughtTooMuch({ start, view }: Bought, orders: readonly OrderState[]): string[] {
  const paid = orders.filter(({ payments, closed }) => payments.length > 0 && closed === null);
  return start.request.cargoParamList.flatMap(({ specId, quantity }) => {
    const items = paid.flatMap((order) => order.items.filter((item) => item.specId === specId));
    const sum = items.reduce((total, item) => total + item.quantity, 0);
    return sum <= quantity ? [] : [`${view.id} asked for ${quantity} of ${specId}, and paid for ${sum}`];
  });
}
