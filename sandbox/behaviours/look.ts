import { type Behaviour, done, NOT_FOUND, ownOrder, refused } from '../behaviour.ts';
import type { Order } from '../order.ts';
import { orderObject } from '../order-object.ts';
import { pageOf } from '../page.ts';
import { traceOf } from '../trace.ts';

/** One order of the caller's. */
export const detail: Behaviour<'alibaba.order.detail'> = (call) => {
  const order = ownOrder(call, call.request.orderId);
  return order ? done(orderObject(order, call.settings)) : NOT_FOUND;
};

/** Where its parcels are. */
export const logisticsTrace: Behaviour<'alibaba.order.logisticsTrace'> = (call) => {
  const order = ownOrder(call, call.request.orderId);
  if (!order) return NOT_FOUND;
  const trace = traceOf(order);
  return trace.length === 0 && call.settings.emptyTrace === 'code-404'
    ? refused(404, 'NO_LOGISTICS_TRACE')
    : done(trace);
};

/** The caller's orders: newest first, or by time of change when that is filtered by. */
export const page: Behaviour<'alibaba.order.page'> = ({ request, userId, marketplace, settings }) => {
  const { pageNo, pageSize, orderStatus, orderIds } = request;
  const shownUntil = marketplace.now() - settings.listDelaySeconds * 1000;
  const created = within(request.createStartTime, request.createEndTime);
  const modified = within(request.modifyStartTime, request.modifyEndTime);
  const found = marketplace
    .ordersOf(userId, '1688')
    .filter((order) => order.createdAt <= shownUntil)
    .filter((order) => created(order.createdAt) && modified(order.modifiedAt))
    .filter((order) => !orderStatus || order.status === orderStatus)
    .filter((order) => !orderIds || orderIds.includes(order.id));
  const byChange = Boolean(request.modifyStartTime ?? request.modifyEndTime);
  const sorted = byChange ? found.toSorted(byModifyTime) : found;
  return done(pageOf(sorted, { pageNo, pageSize }, (order) => orderObject(order, settings)));
};

const byModifyTime = (a: Order, b: Order): number => a.modifiedAt - b.modifiedAt;

/** A test for instants between two ISO texts, both included; an absent one is open. */
export function within(
  from: string | null | undefined,
  to: string | null | undefined,
): (at: number) => boolean {
  const first = from ? Date.parse(from) : Number.NEGATIVE_INFINITY;
  const last = to ? Date.parse(to) : Number.POSITIVE_INFINITY;
  return (at) => at >= first && at <= last;
}

/** A nickname, always the same for a user. */
export const decryptOpenUid: Behaviour<'alibaba.order.decryptOpenUid'> = ({ request }) =>
  done(`旺旺${request.openUid.slice(0, 8)}`);
