import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { unknownAmount } from '../shapes/amounts.ts';
import { chosenService, declaredValue, freightGoods, freightLook, freightOffer } from '../shapes/freight.ts';
import { textId } from '../shapes/ids.ts';
import { receiverAbroad, sampleReceiverAbroad } from '../shapes/receivers.ts';

/** Freight abroad (docs/reference/platform.md, "Warehouse logistics"). These prove themselves in the query. */

const text = z.string().nullish();
const goodsExample = { itemId: '2048020617114736', skuId: '413185732720', quantity: 1 };
const freightInfo = { serviceId: '1', companyName: '', serviceCategory: '' };

export const warehouseFreight = [
  declareOperation({
    name: 'warehouse.freight.estimate',
    title: 'What freight abroad of one SKU would cost',
    menu: '仓库物流/商详海外运费预估',
    method: 'POST',
    path: '/v2/open/pp/logistics/itemLogisticsPrice',
    effect: 'read',
    auth: 'query',
    known: { path: 'documented', request: 'documented', answer: 'assumed' },
    from: 'doc-env2.pandapon.com/api-289121052',
    request: z.looseObject({
      ...freightGoods,
      receiverAddress: receiverAbroad,
      currency: z.string().min(1).describe('such as "CNY"'),
      price: unknownAmount,
    }),
    answer: z.array(freightOffer),
    example: { ...goodsExample, receiverAddress: sampleReceiverAbroad, currency: 'CNY', price: '19.00' },
  }),

  declareOperation({
    name: 'warehouse.freight.render',
    title: 'What freight abroad of an order would cost',
    menu: '仓库物流/订单海外运费预览',
    method: 'POST',
    path: '/v2/open/pp/logistics/orderRenderFreight',
    effect: 'read',
    auth: 'query',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc.pandapon.com/api-250313135 (v1), prefix /v2; its sample leaves out `currency` and `price`',
    request: z.looseObject({
      receiverAddress: receiverAbroad.nullish(),
      renderItems: z
        .array(z.looseObject({ ...freightGoods, freightInfo: chosenService, ...declaredValue }))
        .min(1),
    }),
    answer: z.looseObject({
      renderId: textId.nullish().describe('for the booking'),
      freights: z.array(freightOffer).nullish(),
    }),
    example: {
      receiverAddress: sampleReceiverAbroad,
      renderItems: [{ ...goodsExample, freightInfo, currency: 'CNY', price: '19.00' }],
    },
  }),

  declareOperation({
    name: 'warehouse.freight.updateLogistics',
    title: 'Tell by which parcels the goods of a booking come to the warehouse',
    menu: '仓库物流/更新国内物流信息',
    method: 'POST',
    path: '/v2/open/pp/logistics/updateLogisticInfo',
    effect: 'effect',
    look: null,
    auth: 'query',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc.pandapon.com/api-250313136 (v1), prefix /v2; `Numer` is its own spelling',
    request: z.looseObject({
      orderId: text.describe('of the booking'),
      tmallOrderId: text,
      logisticInfos: z
        .array(
          z.looseObject({
            lineItem: z
              .looseObject({ itemId: text, skuId: text, quantity: z.int().nullish(), ...freightLook })
              .nullish(),
            logisticNumer: text.describe('the waybill abroad'),
            domesticLogisticInfo: z
              .array(
                z.looseObject({
                  logisticNumer: text.describe('the waybill in China'),
                  logisticCompanyName: text,
                  rtsTime: text.describe('seconds since 1970, as text'),
                }),
              )
              .nullish(),
          }),
        )
        .nullish(),
    }),
    answer: z.boolean(),
    example: {
      orderId: '21',
      tmallOrderId: '12345667',
      logisticInfos: [
        {
          lineItem: goodsExample,
          logisticNumer: 'FARJP2408000013YQ',
          domesticLogisticInfo: [
            { logisticNumer: 'SF1234521212678', logisticCompanyName: '顺丰', rtsTime: '1754342534' },
          ],
        },
      ],
    },
  }),

  declareOperation({
    name: 'warehouse.freight.book',
    title: 'Book freight abroad',
    menu: '仓库物流/创建国际物流订单',
    method: 'POST',
    path: '/v2/open/pp/logistics/orderBookingFreight',
    effect: 'effect',
    look: null,
    auth: 'query',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc.pandapon.com/api-250313137 (v1), prefix /v2; where `remark` stands is not clear',
    request: z.looseObject({
      renderId: text,
      receiverAddress: receiverAbroad.nullish(),
      lineItems: z
        .array(
          z.looseObject({
            ...freightGoods,
            ...freightLook,
            freightInfo: chosenService.nullish(),
            ...declaredValue,
          }),
        )
        .nullish(),
      tmallOrderInfo: z.looseObject({ tmallOrderId: text }).nullish(),
      remark: text,
    }),
    answer: z.looseObject({
      orderId: textId.nullish(),
      logisticNumer: textId.nullish().describe('the waybill abroad; spelled so'),
    }),
    example: {
      renderId: 'FF2024080200007',
      tmallOrderInfo: { tmallOrderId: '123123444' },
      receiverAddress: sampleReceiverAbroad,
      lineItems: [{ ...goodsExample, title: '练习商品', imageUrl: 'url', freightInfo }],
    },
  }),
] as const;
