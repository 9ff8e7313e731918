/** What one reading of an order on the platform tells, in our own terms. */

export interface ItemObservation {
  subItemId: string;
  specId: string;
  quantity: number;
  amountFen: number;
  status: string;
  /** 1 not shipped, 2 shipped, 3 received, 4 returned, 5 partly shipped, 8 no logistics order yet; null: not said. */
  logisticsStatus: number | null;
  /** The platform's word, upper or lower case; null: no refund. */
  refundStatus: string | null;
  refundId: string | null;
  refundedFen: number;
}

export interface ParcelObservation {
  billNo: string;
  company: string | null;
  status: string | null;
  /** Which items it holds; null: the platform does not say. */
  subItemIds: string[] | null;
  shippedAt: string | null;
  signedAt: string | null;
  last: { at: string; remark: string } | null;
}

/** One reading of an order on the platform. */
export interface OrderObservation {
  orderId: string;
  sellerOpenId: string | null;
  /** The platform's own word. */
  status: string;
  createdAt: string;
  modifiedAt: string;
  paidAt: string | null;
  allShippedAt: string | null;
  completedAt: string | null;
  /** Seconds from creation until the platform closes an unpaid order; null: not said. */
  payTimeoutSeconds: number | null;
  /** Who closed a closed order, as far as the platform says. */
  closedBy: 'buyer' | 'seller' | 'platform' | null;
  goodsFen: number;
  freightFen: number;
  discountFen: number;
  dueFen: number;
  refundedFen: number;
  refundStatus: string | null;
  /** Every payment phase reads "fully refunded". */
  allRefunded: boolean;
  paymentId: string | null;
  items: ItemObservation[];
  /** null: the trace was not asked for, or there is none yet. */
  parcels: ParcelObservation[] | null;
}
