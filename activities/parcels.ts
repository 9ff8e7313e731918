import type { Order, Parcel } from '../pandapon/index.ts';
import { shownText } from './platform-text.ts';
import type { ItemObservation, ParcelObservation } from './types.ts';

type Shipment = NonNullable<NonNullable<NonNullable<Order['nativeLogistics']>['logisticsItems']>[number]>;

const SIGNED = 'SIGN';

/** True for a parcel whose receiver signed (docs/reference/platform.md, "Logistics trace"). */
export const isSigned = (parcel: ParcelObservation): boolean => parcel.status?.toUpperCase() === SIGNED;

/**
 * The parcels of an order: those of the trace, and those that the order names though the trace does not yet know them,
 * so that one without a trace never looks signed for. Answers null when there is none at all.
 */
export function parcelsOf(
  order: Order,
  items: readonly ItemObservation[],
  trace: readonly Parcel[],
): ParcelObservation[] | null {
  const shipments = order.nativeLogistics?.logisticsItems ?? [];
  const traced = trace.map((parcel) => tracedParcel(parcel, shipments));
  const known = new Set(traced.map(({ billNo }) => billNo));
  const untraced = shipments
    .filter(({ logisticsBillNo }) => logisticsBillNo && !known.has(logisticsBillNo))
    .map((shipment) => untracedParcel(shipment, shipments));
  const parcels = byBillNo([...traced, ...untraced]);
  const [sole, ...others] = parcels;
  if (sole === undefined) return null;
  const holdsAll =
    others.length === 0 && sole.subItemIds === null && order.baseInfo?.allDeliveredTime != null;
  return holdsAll ? [{ ...sole, subItemIds: items.map(({ subItemId }) => subItemId) }] : parcels;
}

function tracedParcel(parcel: Parcel, shipments: readonly Shipment[]): ParcelObservation {
  const billNo = parcel.logisticsBillNo || parcel.logisticsId || '';
  const own = shipmentsOf(billNo, shipments);
  const steps = stepsOf(parcel);
  const last = steps.at(-1) ?? null;
  const status = parcel.status || null;
  const signed = status?.toUpperCase() === SIGNED;
  return {
    billNo,
    company: parcel.logisticsCompanyName || companyOf(own),
    status,
    subItemIds: subItemIdsOf(own),
    shippedAt: shippedAt(own) ?? steps[0]?.at ?? null,
    signedAt: signed ? (last?.at ?? null) : null,
    last,
  };
}

function untracedParcel({ logisticsBillNo }: Shipment, shipments: readonly Shipment[]): ParcelObservation {
  const own = shipmentsOf(logisticsBillNo ?? '', shipments);
  return {
    billNo: logisticsBillNo ?? '',
    company: companyOf(own),
    status: null,
    subItemIds: subItemIdsOf(own),
    shippedAt: shippedAt(own),
    signedAt: null,
    last: null,
  };
}

const shipmentsOf = (billNo: string, shipments: readonly Shipment[]): Shipment[] =>
  shipments.filter(({ logisticsBillNo }) => logisticsBillNo === billNo);

const companyOf = (shipments: readonly Shipment[]): string | null =>
  shipments.find(({ logisticsCompanyName }) => logisticsCompanyName)?.logisticsCompanyName ?? null;

const shippedAt = (shipments: readonly Shipment[]): string | null =>
  shipments.find(({ deliveredTime }) => deliveredTime)?.deliveredTime ?? null;

function subItemIdsOf(shipments: readonly Shipment[]): string[] | null {
  const ids = shipments
    .flatMap(({ subItemIds }) => (subItemIds ?? '').split(/[,，;\s]+/))
    .filter((id) => id !== '');
  return ids.length === 0 ? null : [...new Set(ids)];
}

/** Oldest first, whatever order the wire has; steps without a time say nothing about order and are left out. */
const stepsOf = (parcel: Parcel): { at: string; remark: string }[] =>
  (parcel.logisticsSteps ?? [])
    .flatMap(({ acceptTime, remark }) =>
      acceptTime == null ? [] : [{ at: acceptTime, remark: shownText(remark) }],
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** A parcel that is listed twice is one: it is signed for only when both say so. */
function byBillNo(parcels: readonly ParcelObservation[]): ParcelObservation[] {
  const merged = new Map<string, ParcelObservation>();
  for (const parcel of parcels) {
    const other = merged.get(parcel.billNo);
    if (other === undefined || isSigned(other)) merged.set(parcel.billNo, parcel);
  }
  return [...merged.values()];
}
