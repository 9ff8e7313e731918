import { type Order, totalFen } from './order.ts';
import { refundOf } from './refund-state.ts';
import type { Settings } from './settings.ts';
import { itemStatus, lineIdOf, parcelWith, REFUND_CODES, taobaoStatus } from './taobao-order-object.ts';
import type { Happening } from './transitions.ts';
import type { Wire } from './wire.ts';

/** What Taobao pushes: three types, and nothing of the parcels' way (docs/reference/platform.md, "Callbacks"). */

const STATUS = 'ORDER_STATUS_MODIFY';

/** The message type of something that came to pass, without the prefix; null: nothing is pushed. */
export function taobaoType({ kind }: Happening): string | null {
  switch (kind) {
    case 'price-changed':
      return 'ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY';
    case 'refunded':
      return 'ORDER_REFUND';
    case 'traced':
      return null;
    case 'paid':
    case 'shipped':
    case 'part-shipped':
    case 'received':
    case 'completed':
    case 'status-changed':
    case 'closed':
      return STATUS;
  }
}

/** What the message of something that came to pass holds. */
export function taobaoBody(happening: Happening, settings: Settings): Wire {
  switch (happening.kind) {
    case 'price-changed':
      return priceBody(happening.order);
    case 'refunded':
      return refundBody(happening.order, happening.refundId);
    default:
      return statusBody(happening, settings);
  }
}

/** The best news a message could claim. */
export const taobaoClaim = (happening: Happening, settings: Settings): { type: string; body: Wire } => ({
  type: STATUS,
  body: { ...statusBody(happening, settings), status: 'TRADE_FINISHED' },
});

function statusBody({ order, at }: Happening, settings: Settings): Wire {
  return {
    purchase_id: settings.orderIdAs === 'string' ? order.id : BigInt(order.id),
    outer_purchase_id: order.remark,
    business_time: at,
    status: taobaoStatus(order.status)[1],
    sku_list: order.items.map((item) => ({
      item_id: item.offerMapId,
      sku_id: item.specId,
      order_line_no: lineIdOf(item),
      status: itemStatus(order, item),
      logistic_company_name: parcelWith(order, item)?.companyName ?? null,
      logistic_number: parcelWith(order, item)?.billNo ?? null,
    })),
  };
}

function priceBody(order: Order): Wire {
  return {
    salesOrderId: order.id,
    subOrders: order.items.map((item) => ({
      purchase_order_outer_id: item.subItemId,
      purchase_order_line_outer_id: lineIdOf(item),
      product_amount: String(item.amountFen),
      quantity: item.quantity,
      logistic_company_name: null,
      logistic_number: null,
    })),
    purchaseOrderPriceDTO: {
      purchaseCurrency: 'CNY',
      purchaseTotalFee: totalFen(order),
      purchaseProductFee: totalFen(order) - order.freightFen,
      purchaseShippingFee: order.freightFen,
    },
  };
}

function refundBody(order: Order, refundId: string): Wire {
  const refund = refundOf(order, refundId);
  return {
    purchaseOrderId: order.id,
    subPurchaseOrderId: refund?.subItemIds[0] ?? null,
    refundId,
    refundStatus: refund ? REFUND_CODES[refund.status] : null,
  };
}
