import type { OperationName } from '../../pandapon/index.ts';
import { type Behaviour, type Call, done, NOT_FOUND, ownOrder, type Reply, refusedAs } from '../behaviour.ts';
import { endingsOf } from '../endings.ts';
import { isClosed, type Order } from '../order.ts';
import { countRefusal } from '../transitions.ts';

/** Cancels an unpaid order, unless it is too young. */
export const cancel: Behaviour<'alibaba.order.cancel'> = (call) => {
  const { orderId, remark, cancelReason } = call.request;
  const order = ownOrder(call, orderId);
  return order ? cancelOwn(order, remark ?? cancelReason ?? null, call) : NOT_FOUND;
};

/** On either marketplace. */
export function cancelOwn(order: Order, remark: string | null, call: Call<OperationName>): Reply {
  const { marketplace, settings, requestId } = call;
  if (isClosed(order)) return refusedAs('ORDER_CLOSED');
  if (order.paidAt !== null) return refusedAs('ORDER_ALREADY_PAID');
  if (marketplace.now() - order.createdAt < settings.cancelTooFastSeconds * 1000) {
    return refusedAs('CLOSE_ORDER_TOO_FAST');
  }
  if (endingsOf(order.sellerOpenId).has('cancelrefuse') && order.refusals.cancel < settings.refusals) {
    marketplace.change(order.id, (before) => countRefusal(before, 'cancel'));
    return refusedAs('CANCEL_REFUSED');
  }
  marketplace.cancel(order.id, remark, { by: 'call', requestId });
  return done(true);
}
