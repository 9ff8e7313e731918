import { z } from 'zod';
import { fenAmount } from './amounts.ts';
import { figure } from './figures.ts';
import { personalWireText, textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';
import { clockTime } from './times.ts';

/** Taobao orders (docs/reference/platform.md, "Taobao orders"). Any member of an answer may be null or missing. */

const text = wireText.nullish();

/** One Taobao order with its sub-orders: each line is one. */
export const taobaoOrder = z
  .looseObject({
    purchaseOrderId: textId.nullish(),
    sellerOrderNumber: text.describe("the buyer's own number, as create was given it"),
    status: text.describe('the word of Taobao'),
    statusCode: figure.nullish().describe('0 unpaid, 10 paid, 11 shipped, 4 closed'),
    createTime: clockTime.nullish(),
    payTime: clockTime.nullish(),
    totalFee: fenAmount.nullish().describe('goods and freight'),
    postFee: fenAmount.nullish().describe('freight'),
    subOrders: z
      .array(
        z.looseObject({
          subPurchaseOrderId: textId.nullish(),
          itemId: textId.nullish(),
          skuId: textId.nullish(),
          quantity: figure.nullish(),
          status: text,
          refundStatus: figure
            .nullish()
            .describe(
              '0 none, 10 applied, 20 agreed, 30 goods on their way back, 100 refunded, -10 refused, -20 closed',
            ),
          logisticCompanyName: text,
          logisticNumber: textId.nullish(),
        }),
      )
      .nullish(),
  })
  .register(shapes, { name: 'Taobao order' });

/** A Taobao order that was just made. */
export const taobaoOrderCreated = z
  .looseObject({
    purchaseOrderId: textId.nullish(),
    orderLines: z
      .array(z.looseObject({ purchaseOrderLineId: textId.nullish(), subPurchaseOrderId: textId.nullish() }))
      .nullish(),
  })
  .register(shapes, { name: 'Created Taobao order' });

const person = personalWireText.nullish();

/** The parcels of one sub-order. `standerdDesc` is the platform's own spelling. */
export const taobaoLogistics = z.looseObject({
  purchaseOrderOuterId: textId.nullish(),
  pnmLogisticsDetails: z
    .array(
      z.looseObject({
        mailNo: textId.nullish(),
        logisticsTraces: z
          .array(
            z.looseObject({
              time: text,
              status: text,
              statusDesc: text,
              standerdDesc: text,
              action: text,
              province: text,
              city: text,
              district: text,
              facilityName: text,
              nextCity: text,
              nextNodeName: text,
            }),
          )
          .nullish(),
        logisticsPartner: z
          .array(z.looseObject({ company: text, companyContact: text, companyImageUrl: text }))
          .nullish(),
        receiver: z
          .looseObject({
            name: person,
            phone: person,
            address: person,
            province: text,
            city: text,
            district: text,
            zipCode: text,
          })
          .nullish(),
        logisticsGoods: z
          .array(z.looseObject({ title: text, property: text, imageUrl: text, quantity: figure.nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
});
