import { type Behaviour, CODES, done, NOT_FOUND, ownOrder, type Reply } from '../behaviour.ts';
import { endingsOf } from '../endings.ts';
import { type Item, isClosed, logisticsStatusOf, type Order } from '../order.ts';
import { countRefusal } from '../transitions.ts';

type Problem = 'ORDER_CLOSED' | 'NOT_SHIPPED' | 'ALREADY_RECEIVED' | 'RECEIPT_REFUSED' | 'INVALID_PARAM';

/** Confirms receipt of some items, all or none of those named: the seller is paid for them. */
export const receiveGoods: Behaviour<'alibaba.order.receiveGoods'> = (call) => {
  const { request, marketplace, settings, requestId } = call;
  const order = ownOrder(call, request.orderId);
  if (!order) return NOT_FOUND;
  const named = request.orderEntryIds;
  const problem = problemWith(order, named);
  if (problem) return declined(problem);
  if (endingsOf(order.sellerOpenId).has('receiptrefuse') && order.refusals.receipt < settings.refusals) {
    marketplace.change(order.id, (before) => countRefusal(before, 'receipt'));
    return declined('RECEIPT_REFUSED');
  }
  marketplace.receive(order.id, [...named], { by: 'call', requestId });
  return done({ success: true, errorInfo: null, errorCode: null });
};

function problemWith(order: Order, named: readonly string[]): Problem | null {
  const items = named.map((id) => order.items.find((item) => item.subItemId === id));
  if (!items.every((item): item is Item => item !== undefined)) return 'INVALID_PARAM';
  if (isClosed(order)) return 'ORDER_CLOSED';
  if (order.receivedAt !== null || items.some((item) => item.received)) return 'ALREADY_RECEIVED';
  return items.every((item) => logisticsStatusOf(item) === 2) ? null : 'NOT_SHIPPED';
}

const declined = (problem: Problem): Reply => ({
  kind: 'declined',
  data: { success: false, errorInfo: problem, errorCode: String(CODES[problem]) },
});
