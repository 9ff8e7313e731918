import { type Behaviour, done, NOT_FOUND, ownOrder, refusedAs } from '../behaviour.ts';
import { endingsOf } from '../endings.ts';
import { isClosed } from '../order.ts';
import { countRefusal } from '../transitions.ts';

/** Cancels an unpaid order, unless it is too young. */
export const cancel: Behaviour<'alibaba.order.cancel'> = (call) => {
  const { request, marketplace, settings, requestId } = call;
  const order = ownOrder(call, request.orderId);
  if (!order) return NOT_FOUND;
  if (isClosed(order)) return refusedAs('ORDER_CLOSED');
  if (order.paidAt !== null) return refusedAs('ORDER_ALREADY_PAID');
  if (marketplace.now() - order.createdAt < settings.cancelTooFastSeconds * 1000) {
    return refusedAs('CLOSE_ORDER_TOO_FAST');
  }
  if (endingsOf(order.sellerOpenId).has('cancelrefuse') && order.refusals.cancel < settings.refusals) {
    marketplace.change(order.id, (before) => countRefusal(before, 'cancel'));
    return refusedAs('CANCEL_REFUSED');
  }
  marketplace.cancel(order.id, request.remark ?? request.cancelReason ?? null, { by: 'call', requestId });
  return done(true);
};
