import type { Share } from './order.ts';

/** A refund as the sandbox keeps it, inside its order. */
export interface Refund {
  id: string;
  subItemIds: string[];
  /** The platform's word, as orders and messages have it. */
  status: RefundStatus;
  /** The goods go back before the money does. */
  returns: boolean;
  /** Where the goods were when it was applied for, in the word or number of the platform. */
  goodsStatus: string;
  /** Applied for. */
  goodsFen: number;
  freightFen: number;
  /** Paid back. */
  paidGoodsFen: number;
  paidFreightFen: number;
  reasonId: string;
  description: string | null;
  vouchers: string[];
  appliedAt: number;
  modifiedAt: number;
  /** The order was complete when it was applied for. */
  afterSales: boolean;
  /** Why the seller refused it. */
  refusal: string | null;
  /** By which the goods go back. */
  parcel: ReturnParcel | null;
  messages: RefundMessage[];
  /** What was about to be shipped of these lines, and now waits. */
  held: Share[];
  /** What the seller will do by itself, and when. */
  next: { at: number; to: RefundMove } | null;
}

export const REFUND_STATUSES = [
  'waitselleragree',
  'waitbuyermodify',
  'waitbuyersend',
  'waitsellerreceive',
  'refundsuccess',
  'refundclose',
] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** What a seller can do with a refund. `receive`: the goods are back, and so is the money. */
export type RefundMove = 'agree' | 'refuse' | 'receive' | 'close';

export interface ReturnParcel {
  companyNo: string;
  companyName: string;
  billNo: string;
  description: string | null;
}

export interface RefundMessage {
  at: number;
  author: 'buyer' | 'seller';
  text: string;
  images: string[];
}

/** Who moved a refund, and how the messages call that (docs/reference/platform.md, "1688 refunds"). */
export interface RefundDeed {
  action:
    | 'BUYER_APPLY_REFUND'
    | 'SELLER_AGREE_REFUND_PROCOTOL'
    | 'SELLER_AGREE_REFUND'
    | 'SELLER_REJECT_REFUND'
    | 'BUYER_SEND_GOODS'
    | 'SELLER_RECEIVE_GOODS'
    | 'BUYER_MODIFY_REFUND_PROTOCOL'
    | 'BUYER_CANCEL_REFUND_CLOSE'
    | 'BUYER_RECEIVE_CLOSE'
    | 'SELLER_SEND_GOODS_CLOSE'
    | 'SELLER_CONFIRM_ORDER_CLOSE'
    | 'CRM_APPLY_TIMEOUT_CLOSE';
  operator: 'buyer' | 'seller' | 'system';
}

/** The same words on the lines of an order. */
export const ITEM_WORDS: Readonly<Record<RefundStatus, string>> = {
  waitselleragree: 'WAIT_SELLER_AGREE',
  waitbuyermodify: 'WAIT_BUYER_MODIFY',
  waitbuyersend: 'WAIT_BUYER_SEND',
  waitsellerreceive: 'WAIT_SELLER_RECEIVE',
  refundsuccess: 'REFUND_SUCCESS',
  refundclose: 'REFUND_CLOSED',
};

export const isRefundOver = ({ status }: Refund): boolean =>
  status === 'refundsuccess' || status === 'refundclose';

/** Why money is wanted back: the list that both marketplaces offer. */
export const REFUND_REASONS = [
  { id: '20006', text: '不想要了', needVoucher: false, noFreight: true },
  { id: '20007', text: '商家缺货', needVoucher: false, noFreight: false },
  { id: '20018', text: '商品质量问题', needVoucher: true, noFreight: false },
  { id: '20021', text: '少件或漏发', needVoucher: true, noFreight: false },
] as const;

/** By which goods go back. */
export const CARRIERS_BACK = [
  { id: '1', no: 'YTO', name: '圆通速递', phone: '95554' },
  { id: '2', no: 'ZTO', name: '中通快递', phone: '95311' },
  { id: '3', no: 'SF', name: '顺丰速运', phone: '95338' },
] as const;
