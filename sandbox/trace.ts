import { chinaText } from './clock.ts';
import type { Order } from './order.ts';
import type { Wire } from './wire.ts';

/** The parcels of an order and their way so far, as the trace call answers them. Empty before shipment. */
export function traceOf(order: Order): Wire[] {
  return order.parcels.map((parcel) => ({
    logisticsId: parcel.logisticsId,
    logisticsBillNo: parcel.billNo,
    logisticsCompanyName: parcel.companyName,
    orderId: order.id,
    status: parcel.steps.at(-1)?.status ?? 'WAITACCEPT',
    logisticsSteps: parcel.steps.map((step) => ({ acceptTime: chinaText(step.at), remark: step.remark })),
  }));
}
