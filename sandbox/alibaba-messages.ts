import { chinaText } from './clock.ts';
import { orderObject } from './order-object.ts';
import { sellerNameOf } from './people.ts';
import type { Settings } from './settings.ts';
import type { Happening } from './transitions.ts';
import type { Wire } from './wire.ts';

/** What 1688 pushes (docs/reference/platform.md, "Callbacks"). */

const TYPES = {
  paid: 'ORDER_BUYER_VIEW_ORDER_PAY',
  shipped: 'ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS',
  'part-shipped': 'ORDER_BUYER_VIEW_PART_PART_SENDGOODS',
  received: 'ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS',
  completed: 'ORDER_BUYER_VIEW_ORDER_SUCCESS',
  'price-changed': 'ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY',
  'status-changed': 'ORDER_STATUS_MODIFY',
  traced: 'LOGISTICS_BUYER_VIEW_TRACE',
  refunded: 'ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES',
} as const;
const REFUND_AFTER_SALES = 'ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES';

const CLOSE_TYPES = {
  buyer: 'ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE',
  seller: 'ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE',
  platform: 'ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE',
} as const;

/** The message type of something that came to pass, without the prefix. */
export function alibabaType(happening: Happening): string {
  if (happening.kind === 'closed') return CLOSE_TYPES[happening.by];
  return happening.kind === 'refunded' && happening.afterSales ? REFUND_AFTER_SALES : TYPES[happening.kind];
}

/** The best news a message could claim. */
export const alibabaClaim = (happening: Happening, settings: Settings): { type: string; body: Wire } => ({
  type: TYPES.completed,
  body: { ...shortForm(happening, settings), currentStatus: 'success' },
});

/** What the message of something that came to pass holds. */
export function alibabaBody(happening: Happening, settings: Settings): Wire {
  switch (happening.kind) {
    case 'price-changed':
      return orderObject(happening.order, settings);
    case 'traced':
      return {
        OrderLogisticsTracingModel: {
          orderLogsItems: [{ orderId: orderId(happening, settings) }],
          mailNo: happening.billNo,
          statusChanged: happening.status,
        },
      };
    case 'refunded':
      return {
        ...shortForm(happening, settings),
        currentStatus: happening.status,
        refundId: happening.refundId,
        refundAction: happening.action,
        operator: happening.operator,
      };
    case 'paid':
    case 'shipped':
    case 'part-shipped':
    case 'received':
    case 'completed':
    case 'status-changed':
    case 'closed':
      return shortForm(happening, settings);
  }
}

function shortForm(happening: Happening, settings: Settings): Wire {
  return {
    orderId: orderId(happening, settings),
    currentStatus: happening.order.status,
    msgSendTime: chinaText(happening.at),
    buyerMemberId: `b2b-${happening.order.userId}`,
    sellerMemberId: `b2b-${sellerNameOf(happening.order.sellerOpenId)}`,
  };
}

/** Never rounded: here no string twin stands beside it. */
const orderId = (happening: Happening, settings: Settings): bigint | string =>
  settings.orderIdAs === 'string' ? happening.order.id : BigInt(happening.order.id);
