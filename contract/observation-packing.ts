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

type Told = Omit<OrderObservation, 'items' | 'parcels'>;

/** What an order says where it says nothing else: it was not changed since it was made, and its sum adds up. */
const usualOrder = (order: Pick<Told, 'createdAt' | 'goodsFen' | 'freightFen' | 'discountFen'>): Told => ({
  ...BLANK_ORDER,
  modifiedAt: order.createdAt,
  dueFen: order.goodsFen + order.freightFen - order.discountFen,
});

/** What an item says: the order's own status; a sole item has the order's own id and costs all that the goods cost. */
const usualItem = (order: Told, items: number): ItemObservation => ({
  ...BLANK_ITEM,
  status: order.status,
  ...(items === 1 ? { subItemId: order.orderId, amountFen: order.goodsFen } : {}),
});

/** What a parcel says: it holds everything, was shipped with the last one, and signed for at the last step of its trace. */
const usualParcel = (
  order: Told,
  items: readonly ItemObservation[],
  { status, last }: Partial<ParcelObservation>,
): ParcelObservation => ({
  ...BLANK_PARCEL,
  subItemIds: items.map((item) => item.subItemId),
  shippedAt: order.allShippedAt,
  signedAt: status === 'SIGN' ? (last?.at ?? null) : null,
});

/** Packs an observation: what is as usual is left out. */
export function packObservation(order: OrderObservation): PackedObservation {
  const { items, parcels, ...rest } = order;
  const packed = {
    ...without(rest, usualOrder(order)),
    items: items.map((item) => without(item, usualItem(order, items.length))),
  };
  if (parcels === null) return packed;
  return { ...packed, parcels: parcels.map((parcel) => without(parcel, usualParcel(order, items, parcel))) };
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
  const { items: packedItems = [], parcels, ...rest } = packed;
  const told = { ...BLANK_ORDER, ...neverChanging(known), ...rest };
  const order: OrderObservation = {
    ...usualOrder(told),
    ...neverChanging(known),
    ...rest,
    items: [],
    parcels: null,
  };
  order.items = packedItems.map((item) => {
    const usual = { ...usualItem(order, packedItems.length), ...item };
    const before = known?.items.find((old) => old.subItemId === usual.subItemId);
    return before === undefined
      ? usual
      : { ...usual, specId: before.specId, quantity: before.quantity, ...item };
  });
  order.parcels =
    parcels === undefined
      ? null
      : parcels.map((parcel) => ({ ...usualParcel(order, order.items, parcel), ...parcel }));
  return order;
}

function neverChanging(known: OrderObservation | undefined): Partial<Told> {
  if (known === undefined) return {};
  const { orderId, sellerOpenId, createdAt, payTimeoutSeconds } = known;
  return { orderId, sellerOpenId, createdAt, payTimeoutSeconds };
}

/** A result of an activity as histories hold it: every observation in it is packed. */
export type Packed<T> = T extends OrderObservation
  ? PackedObservation
  : T extends readonly (infer Element)[]
    ? Packed<Element>[]
    : T extends object
      ? { [Name in keyof T]: Packed<T[Name]> }
      : T;

const isObservation = (value: object): boolean => 'status' in value && 'items' in value;

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
