import { endingsOf } from './endings.ts';
import type { Order, Parcel, PlannedStep, Share, TraceStatus } from './order.ts';
import type { Rules } from './rules.ts';

const CARRIERS = [
  { companyName: '圆通速递', companyNo: 'YTO', prefix: 'YT' },
  { companyName: '中通快递', companyNo: 'ZTO', prefix: 'ZT' },
  { companyName: '韵达快递', companyNo: 'YUNDA', prefix: 'YD' },
] as const;

/** What the carrier writes at each step. */
export const REMARKS: Record<TraceStatus, string> = {
  WAITACCEPT: '商家已发货,等待快递公司揽收',
  ACCEPT: '【义乌市】快递公司已揽收',
  TRANSPORT: '【杭州市】快件已到达杭州转运中心',
  DELIVERING: '【杭州市】快件派送中,请保持电话畅通',
  SIGN: '【杭州市】快件已签收',
  FAILED: '【杭州市】快件派送失败,请联系快递公司',
};

/** The next parcel of an order; its numbers follow from the order's id, so they are the same in every run. */
export function parcelOf(order: Order, shares: readonly Share[], shippedAt: number): Parcel {
  const n = order.parcels.length;
  const digits = order.id.slice(-12, -4);
  const carrier = CARRIERS[n % CARRIERS.length] ?? CARRIERS[0];
  return {
    logisticsId: `LP00${digits}${n + 1}`,
    billNo: `${carrier.prefix}88${digits}${String(n + 1).padStart(3, '0')}`,
    companyName: carrier.companyName,
    companyNo: carrier.companyNo,
    subItemIds: shares.map((share) => share.subItemId),
    shippedAt,
    signedAt: null,
    steps: [],
  };
}

/** The trace of the parcel numbered `parcel`; `last`: no other parcel of the order will follow it. */
export function planTrace(
  order: Order,
  parcel: number,
  last: boolean,
  shippedAt: number,
  rules: Rules,
): PlannedStep[] {
  const endings = endingsOf(order.sellerOpenId);
  const { accept, transport, deliver, sign } = rules.milliseconds;
  const step = (status: TraceStatus, after: number): PlannedStep => ({
    at: shippedAt + after,
    do: 'trace',
    parcel,
    status,
  });
  const begun = [step('WAITACCEPT', 0), step('ACCEPT', accept), step('TRANSPORT', transport)];
  if (endings.has('stall')) return begun;
  const brought = [...begun, step('DELIVERING', deliver)];
  return endings.has('nosign') && last ? brought : [...brought, step('SIGN', sign)];
}
