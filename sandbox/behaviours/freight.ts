import { type Behaviour, done, refused, refusedAs } from '../behaviour.ts';
import { chinaIso } from '../clock.ts';
import { freightOffers } from '../freight.ts';

/** Freight abroad. Its calls speak for no user, so what is booked is the developer's. */

export const estimate: Behaviour<'warehouse.freight.estimate'> = ({ request }) =>
  done(freightOffers(request.receiverAddress.country ?? '', request.quantity, request.currency));

/** Keeps what the offers were made for: the booking names it. */
export const render: Behaviour<'warehouse.freight.render'> = ({ request, stores, marketplace, userId }) => {
  const country = request.receiverAddress?.country ?? '';
  const pieces = request.renderItems.reduce((sum, each) => sum + each.quantity, 0);
  const day = chinaIso(marketplace.now()).slice(0, 10).replaceAll('-', '');
  const { renderId } = stores.renders.add((id) => ({
    id,
    renderId: `FF${day}${id.padStart(5, '0')}`,
    userId,
    country,
    pieces,
  }));
  return done({
    renderId,
    freights: freightOffers(country, pieces, request.renderItems[0]?.currency ?? 'CNY'),
  });
};

/** Never idempotent: a second booking of the same preview is a second booking. */
export const book: Behaviour<'warehouse.freight.book'> = ({ request, stores, userId, ledger, ...call }) => {
  const render = stores.renders.all().find((each) => each.renderId === request.renderId);
  if (request.renderId && !render) return refused(404, 'RENDER_NOT_FOUND');
  if (!render && !request.lineItems?.length) return refusedAs('INVALID_PARAM');
  const booking = stores.bookings.add((id) => ({
    id,
    userId,
    renderId: request.renderId ?? null,
    serviceId: request.lineItems?.[0]?.freightInfo?.serviceId ?? null,
    tmallOrderId: request.tmallOrderInfo?.tmallOrderId ?? null,
    billNo: `FARJP${id.padStart(10, '0')}YQ`,
    domesticBillNos: [],
  }));
  const { id: bookingId, renderId, tmallOrderId } = booking;
  const at = new Date(call.marketplace.now()).toISOString();
  ledger.addBooking({ bookingId, renderId, tmallOrderId, at, requestId: call.requestId });
  return done({ orderId: bookingId, logisticNumer: booking.billNo });
};

/** A booking is found by its own id, else by the order's that it was made for. */
export const updateLogistics: Behaviour<'warehouse.freight.updateLogistics'> = ({ request, stores }) => {
  const { orderId, tmallOrderId, logisticInfos } = request;
  const booking = orderId
    ? stores.bookings.get(orderId)
    : stores.bookings.all().find((each) => tmallOrderId && each.tmallOrderId === tmallOrderId);
  if (!booking) return refused(404, 'BOOKING_NOT_FOUND');
  const told = (logisticInfos ?? [])
    .flatMap((info) => info.domesticLogisticInfo ?? [])
    .flatMap((parcel) => parcel.logisticNumer ?? []);
  const domesticBillNos = [...new Set([...booking.domesticBillNos, ...told])];
  stores.bookings.put({ ...booking, domesticBillNos });
  return done(true);
};
