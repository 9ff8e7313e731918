import type { ItemObservation, OrderObservation, ParcelObservation } from './observation.ts';
import { without } from './without.ts';

/**
 * How observations are written into histories: without the members that say nothing, which is half of them. Reading
 * fills them in again. Pure; the reader takes every packed form ever written.
 */

const BLANK_ITEM: ItemObservation = {
  subItemId: '',
  specId: '',
  quantity: 1,
  amountFen: 0,
  status: '',
  logisticsStatus: null,
  refundStatus: null,
  refundId: null,
  refundedFen: 0,
};

const BLANK_PARCEL: ParcelObservation = {
  billNo: '',
  company: null,
  status: null,
  subItemIds: null,
  shippedAt: null,
  signedAt: null,
  last: null,
};

const BLANK_ORDER: OrderObservation = {
  orderId: '',
  sellerOpenId: null,
  status: '',
  createdAt: '',
  modifiedAt: '',
  paidAt: null,
  allShippedAt: null,
  completedAt: null,
  payTimeoutSeconds: null,
  closedBy: null,
  goodsFen: 0,
  freightFen: 0,
  discountFen: 0,
  dueFen: 0,
  refundedFen: 0,
  refundStatus: null,
  allRefunded: false,
  paymentId: null,
  items: [],
  parcels: null,
};

/** An observation as histories hold it. */
export type PackedObservation = Partial<Omit<OrderObservation, 'items' | 'parcels'>> & {
  items?: Partial<ItemObservation>[];
  parcels?: Partial<ParcelObservation>[];
};

/** Packs an observation. An item's status is left out where it is the order's own. */
export function packObservation(order: OrderObservation): PackedObservation {
  const { items, parcels, ...rest } = order;
  return {
    ...without(rest, BLANK_ORDER),
    items: items.map((item) => without(item, { ...BLANK_ITEM, status: order.status })),
    ...(parcels === null ? {} : { parcels: parcels.map((parcel) => without(parcel, BLANK_PARCEL)) }),
  };
}

/**
 * Packs an observation for a run that knows the order already: what never changes in an order is left out too, and
 * read from `known` again.
 */
export function packFollowUp(order: OrderObservation): PackedObservation {
  const { orderId, sellerOpenId, createdAt, payTimeoutSeconds, ...rest } = packObservation(order);
  return { ...rest, items: (rest.items ?? []).map(({ specId, quantity, ...item }) => item) };
}

/** Reads a packed observation. `known`: what the run knew of the order before, for members that never change. */
export function unpackObservation(packed: PackedObservation, known?: OrderObservation): OrderObservation {
  const { items = [], parcels, ...rest } = packed;
  const statics =
    known === undefined
      ? {}
      : {
          orderId: known.orderId,
          sellerOpenId: known.sellerOpenId,
          createdAt: known.createdAt,
          payTimeoutSeconds: known.payTimeoutSeconds,
        };
  const order: OrderObservation = { ...BLANK_ORDER, ...statics, ...rest, items: [], parcels: null };
  order.items = items.map((item) => {
    const before = known?.items.find((old) => old.subItemId === item.subItemId);
    const fixed = before === undefined ? {} : { specId: before.specId, quantity: before.quantity };
    return { ...BLANK_ITEM, status: order.status, ...fixed, ...item };
  });
  order.parcels = parcels === undefined ? null : parcels.map((parcel) => ({ ...BLANK_PARCEL, ...parcel }));
  return order;
}

/** A result of an activity as histories hold it: every observation in it is packed. */
export type Packed<T> = T extends OrderObservation
  ? PackedObservation
  : T extends readonly (infer Element)[]
    ? Packed<Element>[]
    : T extends object
      ? { [Name in keyof T]: Packed<T[Name]> }
      : T;

const isObservation = (value: object): boolean => 'modifiedAt' in value && 'items' in value;

/** Replaces every observation in a plain JSON value. */
function replaceIn(value: unknown, replace: (order: never) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => replaceIn(element, replace));
  if (isObservation(value)) return replace(value as never);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, replaceIn(member, replace)]),
  );
}

/** Packs every observation in a result. `followUp`: the run that reads it knows the order already. */
export const packResult = <T>(result: T, followUp: boolean): Packed<T> =>
  replaceIn(result, followUp ? packFollowUp : packObservation) as Packed<T>;

/** Reads a packed result; `known` as in `unpackObservation`. */
export const unpackResult = <T>(packed: Packed<T>, known?: OrderObservation): T =>
  replaceIn(packed, (order: PackedObservation) => unpackObservation(order, known)) as T;
