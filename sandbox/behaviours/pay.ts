import type { OperationName } from '../../pandapon/index.ts';
import { type Behaviour, type Call, done, here, NOT_FOUND, ownOrder, refusedAs } from '../behaviour.ts';
import { endingsOf } from '../endings.ts';
import { isClosed, type Order } from '../order.ts';
import { countRefusal } from '../transitions.ts';

/** What a payment came to. */
export type Paid =
  | 'debited'
  | 'link'
  | 'closed'
  | 'not-there'
  | 'refused'
  | 'not-debited'
  | 'debited-secretly';

/** Debits at once where no password is needed; a second call debits a second time. */
export const payUrl: Behaviour<'alibaba.order.payUrl'> = (call) => {
  const order = ownOrder(call, call.request.orderId);
  if (!order) return NOT_FOUND;
  const answer = (protocolPaySuccess: boolean, link: string | null) => ({
    orderId: order.id,
    protocolPaySuccess,
    payUrl: link,
    cantPayOrderList: [],
  });
  switch (pay(order, call, 'call')) {
    case 'debited':
      return done(answer(true, null));
    case 'link':
      return done(answer(false, cashierUrl(call, [order.id])));
    case 'closed':
      return refusedAs('ORDER_CLOSED');
    case 'not-there':
      return NOT_FOUND;
    case 'refused':
      return refusedAs('PAY_REFUSED');
    case 'debited-secretly':
      return done(answer(false, null));
    case 'not-debited':
      return { kind: 'declined', data: answer(false, null) };
  }
};

/** As `payUrl` for several orders: one answer, which names those that failed. */
export const batchSubmitToPay: Behaviour<'alibaba.order.batchSubmitToPay'> = (call) => {
  const results = call.request.orderIds.map((id) => {
    const order = ownOrder(call, id);
    return { id, paid: order ? pay(order, call, 'batch') : ('not-there' as const) };
  });
  const ids = (...kinds: Paid[]): string[] =>
    results.filter(({ paid }) => kinds.includes(paid)).map(({ id }) => id);
  const links = ids('link');
  const failed = ids('closed', 'not-there', 'refused', 'not-debited', 'debited-secretly');
  const data = {
    success: ids('debited').length > 0,
    payUrl: links.length > 0 ? cashierUrl(call, links) : null,
    payFailureOrderList: failed.map((id) => BigInt(id)),
    errorCode: failed.length > 0 ? 'PAY_REFUSED' : null,
    errorMsg: failed.length > 0 ? '部分订单无法支付' : null,
  };
  return ids('debited', 'debited-secretly', 'link').length > 0 ? done(data) : { kind: 'declined', data };
};

/** Debits one order where it may. */
export function pay(order: Order, call: Call<OperationName>, by: 'call' | 'batch'): Paid {
  const { marketplace, settings, requestId, payment } = call;
  const endings = endingsOf(order.sellerOpenId);
  if (isClosed(order)) return 'closed';
  if (endings.has('payrefuse') && order.refusals.pay < settings.refusals) {
    marketplace.change(order.id, (before) => countRefusal(before, 'pay'));
    return 'refused';
  }
  if (endings.has('link') || !settings.allowPasswordFree) return 'link';
  if (payment === 'false') return 'not-debited';
  marketplace.pay(order.id, { by, requestId });
  return payment === 'lies' ? 'debited-secretly' : 'debited';
}

/** Where a person pays. */
export const cashierUrl = (call: Call<OperationName>, ids: readonly string[]): string =>
  `${here(call)}/_sandbox/cashier?orderIds=${ids.join(',')}`;
