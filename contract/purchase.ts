import type { Platform } from './names.ts';

/** What a caller asks for, after the schema has read it. */

/** The receiver, in the platform's own member names. Personal data: encrypted in payloads, in no log. */
export interface AddressParam {
  fullName?: string | null | undefined;
  mobile?: string | null | undefined;
  phone?: string | null | undefined;
  postCode?: string | null | undefined;
  provinceText?: string | null | undefined;
  cityText?: string | null | undefined;
  areaText?: string | null | undefined;
  townText?: string | null | undefined;
  address?: string | null | undefined;
  districtCode?: string | null | undefined;
  [other: string]: unknown;
}

/** One line of the platform's create body. Members we do not know pass through. */
export interface Cargo {
  offerMapId: string;
  specId: string;
  quantity: number;
  sellerOpenId?: string | null | undefined;
  [other: string]: unknown;
}

/** The platform's own create body (docs/reference/platform.md, "Batch create"). */
export interface PurchaseRequest {
  flow: string;
  message?: string | null | undefined;
  addressParam: AddressParam;
  cargoParamList: Cargo[];
  userId?: string | null | undefined;
  [other: string]: unknown;
}

export type PaymentMode = 'each' | 'batch' | 'manual';

/** How one purchase is to be carried out. Times are seconds, amounts fen, tolerances basis points (1/100 of a percent). */
export interface Policy {
  /** Above this preview a person approves; 0: always; absent: nobody is asked. */
  approveAboveFen?: number | undefined;
  /** The sum may never be above this without an approval. */
  maxTotalFen?: number | undefined;
  /** How much a merchant's orders may cost above their preview. */
  priceToleranceBps: number;
  payment: PaymentMode;
  holdBeforePay: boolean;
  receipt: 'auto' | 'manual';
  confirmAfterSignedSeconds: number;
  pollSeconds: number;
  shipWithinSeconds: number;
  stalledAfterSeconds: number;
  receiveWithinSeconds: number;
  onClosed: 'ask' | 'skip';
  /** Whether the order remark carries our tag (1688 only). */
  tag: boolean;
}

/**
 * The defaults: three days after signing, a look every half hour, five days to ship, three to move, thirty to arrive.
 * Inputs hold only what differs from them, so they never change: other defaults are another set, with another `v`.
 */
export const POLICY_DEFAULTS: Policy = {
  priceToleranceBps: 0,
  payment: 'each',
  holdBeforePay: false,
  receipt: 'auto',
  confirmAfterSignedSeconds: 259_200,
  pollSeconds: 1_800,
  shipWithinSeconds: 432_000,
  stalledAfterSeconds: 259_200,
  receiveWithinSeconds: 2_592_000,
  onClosed: 'ask',
  tag: true,
};

/** The body of a start, as the caller sent it. */
export interface PurchaseStart {
  id: string;
  platform: Platform;
  userId?: string | undefined;
  request: PurchaseRequest;
  policy?: Partial<Policy> | undefined;
  labels?: Record<string, string> | undefined;
}

/** The input of a `purchase` run. Written by the client; carried for ever, so members are only ever added. */
export interface PurchaseInput {
  v: 1;
  id: string;
  platform: Platform;
  userId: string;
  request: PurchaseRequest;
  /** What the caller gave; the rest are the defaults. */
  policy: Partial<Policy>;
  labels: Record<string, string>;
  /** When the caller posted it (ISO-8601 UTC): a first create long after it looks before it sends. */
  postedAt: string;
}

/** The whole policy of an input. */
export const policyOf = (given: Partial<Policy>): Policy => ({ ...POLICY_DEFAULTS, ...given });
