import { z } from 'zod';
import type { Known } from './operation.ts';
import { fenAmount, unknownAmount } from './shapes/amounts.ts';
import { figure } from './shapes/figures.ts';
import { integerId, textId, wireText } from './shapes/ids.ts';
import { order } from './shapes/orders.ts';
import { clockTime, time } from './shapes/times.ts';

/**
 * What the platform pushes, subject by subject (docs/reference/platform.md, "Callbacks"). `readCallback` reads the
 * frame of any of them, known here or not; the bodies are for those who want to look into one.
 */
export interface MessageKind<Body extends z.ZodType = z.ZodType> {
  platform: '1688' | 'taobao';
  subject: 'price' | 'status' | 'refund' | 'logistics';
  title: string;
  /** Its place in the menu of the platform's own documentation; null: not in it. */
  menu: string | null;
  /** Every `messageType` of it, without the prefix. */
  types: readonly string[];
  known: { type: Known; body: Known };
  from: string;
  /** Of `messageBody`. */
  body: Body;
}

const text = wireText.nullish();

/** The short form of most 1688 messages. */
const short = {
  orderId: integerId.nullish(),
  currentStatus: text,
  msgSendTime: clockTime.nullish(),
  buyerMemberId: text,
  sellerMemberId: text,
};

const declareMessage = <Body extends z.ZodType>(kind: MessageKind<Body>): MessageKind<Body> => kind;

export const messageKinds = [
  declareMessage({
    platform: '1688',
    subject: 'price',
    title: 'The price of an order changed, or a line was closed before payment',
    menu: '1688/消息回调/订单价格修改回调',
    types: ['ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY'],
    known: { type: 'documented', body: 'documented' },
    from: 'doc-en.pandapon.com/api-263477659',
    body: order,
  }),
  declareMessage({
    platform: '1688',
    subject: 'status',
    title: 'An order moved',
    menu: '1688/消息回调/订单状态修改接口',
    types: [
      'ORDER_BUYER_VIEW_ORDER_PAY',
      'ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS',
      'ORDER_BUYER_VIEW_PART_PART_SENDGOODS',
      'ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS',
      'ORDER_BUYER_VIEW_ORDER_SUCCESS',
      'ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE',
      'ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE',
      'ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE',
      'ORDER_STATUS_MODIFY',
    ],
    known: { type: 'inferred', body: 'inferred' },
    from: 'the menu has the title; topics of the 1688 open platform',
    body: z.looseObject(short),
  }),
  declareMessage({
    platform: '1688',
    subject: 'refund',
    title: 'A refund moved, before or after the order was complete',
    menu: '1688/消息回调/1688订单售后退款',
    types: ['ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES', 'ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES'],
    known: { type: 'inferred', body: 'inferred' },
    from: 'the menu has the title; topics of the 1688 open platform',
    body: z.looseObject({
      ...short,
      refundId: textId.nullish(),
      refundAction: text.describe('who did what, such as "SELLER_AGREE_REFUND"'),
      operator: text.describe('"buyer", "seller" or "system"'),
    }),
  }),
  declareMessage({
    platform: '1688',
    subject: 'logistics',
    title: 'A parcel moved, or got another waybill',
    menu: null,
    types: ['LOGISTICS_BUYER_VIEW_TRACE', 'LOGISTICS_MAIL_NO_CHANGE'],
    known: { type: 'inferred', body: 'inferred' },
    from: 'topics of the 1688 open platform',
    body: z.looseObject({
      OrderLogisticsTracingModel: z
        .looseObject({
          orderLogsItems: z.array(z.looseObject({ orderId: integerId.nullish() })).nullish(),
          mailNo: textId.nullish(),
          statusChanged: text,
        })
        .nullish(),
      orderId: integerId.nullish(),
    }),
  }),
  declareMessage({
    platform: 'taobao',
    subject: 'price',
    title: 'The price of a Taobao order changed',
    menu: '淘宝/消息回调/订单价格修改回调',
    types: ['ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY'],
    known: { type: 'documented', body: 'documented' },
    from: 'doc-en.pandapon.com/api-263477629 (cut)',
    body: z.looseObject({
      salesOrderId: textId.nullish(),
      subOrders: z
        .array(
          z.looseObject({
            purchase_order_outer_id: textId.nullish(),
            purchase_order_line_outer_id: textId.nullish(),
            close_time_without_payment: time.nullish(),
            detail_error_code: text,
            product_amount: unknownAmount.nullish(),
            logistic_company_name: text,
            logistic_number: textId.nullish(),
            quantity: figure.nullish(),
          }),
        )
        .nullish(),
      purchaseOrderPriceDTO: z
        .looseObject({
          purchaseCurrency: text,
          purchaseTotalFee: fenAmount.nullish(),
          purchaseProductFee: fenAmount.nullish(),
          purchaseShippingFee: fenAmount.nullish(),
        })
        .nullish(),
    }),
  }),
  declareMessage({
    platform: 'taobao',
    subject: 'status',
    title: 'A Taobao order moved',
    menu: '淘宝/消息回调/订单状态修改回调',
    types: ['ORDER_STATUS_MODIFY'],
    known: { type: 'assumed', body: 'inferred' },
    from: 'the menu has the title; the message of the platform behind it',
    body: z.looseObject({
      purchase_id: integerId.nullish(),
      outer_purchase_id: textId.nullish().describe("the buyer's own number"),
      business_time: time.nullish(),
      status: text,
      sku_list: z
        .array(
          z.looseObject({
            item_id: textId.nullish(),
            sku_id: textId.nullish(),
            order_line_no: textId.nullish(),
            status: text,
            logistic_company_name: text,
            logistic_number: textId.nullish(),
          }),
        )
        .nullish(),
    }),
  }),
  declareMessage({
    platform: 'taobao',
    subject: 'refund',
    title: 'A Taobao refund moved',
    menu: '淘宝/消息回调/订单售后退款',
    types: ['ORDER_REFUND'],
    known: { type: 'assumed', body: 'assumed' },
    from: 'the menu has the title',
    body: z.looseObject({
      purchaseOrderId: textId.nullish(),
      subPurchaseOrderId: textId.nullish(),
      refundId: textId.nullish(),
      refundStatus: figure.nullish(),
    }),
  }),
] as const;
