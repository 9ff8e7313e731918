import { z } from 'zod';
import { unitPriceText } from './amounts.ts';
import { figure } from './figures.ts';
import { integerId, textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';

/** 1688 goods (docs/reference/platform.md, "1688 goods"). Any member of an answer may be null or missing. */

const text = wireText.nullish();

/** One product in a list. */
export const goodsListItem = z
  .looseObject({
    imageUrl: text,
    subject: text.describe('title in Chinese'),
    subjectTrans: text.describe('title in the language asked for'),
    offerMapId: text.describe('what orders and the cart name the product by'),
    isJxhy: z.boolean().nullish().describe('a selected source'),
    priceInfo: z
      .looseObject({ price: unitPriceText.nullish(), jxhyPrice: unitPriceText.nullish() })
      .nullish(),
    minOrderQuantity: figure.nullish(),
  })
  .register(shapes, { name: 'Goods list item' });

/** A property of a product or of a SKU. */
const attribute = z
  .looseObject({
    attributeId: textId.nullish(),
    attributeName: text,
    attributeNameTrans: text,
    value: text,
    valueTrans: text,
    skuImageUrl: text,
  })
  .register(shapes, { name: 'Goods attribute' });

const sku = z
  .looseObject({
    specId: text.describe('what an order names the SKU by'),
    skuId: textId.nullish(),
    amountOnSale: figure.nullish().describe('stock'),
    price: unitPriceText.nullish(),
    jxhyPrice: unitPriceText.nullish(),
    skuAttributes: z.array(attribute).nullish(),
  })
  .register(shapes, { name: 'Goods SKU' });

/** One product with its SKUs. */
export const goodsDetail = z
  .looseObject({
    offerMapId: text,
    offerId: integerId.nullish().describe('the number of the first version'),
    categoryId: textId.nullish(),
    categoryName: text,
    subject: text,
    subjectTrans: text,
    description: text.describe('HTML'),
    mainVideo: text,
    detailVideo: text,
    productImage: z.looseObject({ images: z.array(z.string()).nullish(), whiteImage: text }).nullish(),
    productAttribute: z.array(attribute).nullish(),
    productSkuInfos: z.array(sku).nullish(),
    productSaleInfo: z
      .looseObject({
        amountOnSale: figure.nullish(),
        priceRangeList: z
          .array(z.looseObject({ startQuantity: figure.nullish(), price: unitPriceText.nullish() }))
          .nullish(),
      })
      .nullish(),
    sellerOpenId: text.describe('the merchant, as orders and the cart name it'),
    companyName: text,
    minOrderQuantity: figure.nullish(),
    batchNumber: figure.nullish().describe('sold in lots of so many'),
    status: text.describe('"published" while it can be bought'),
  })
  .register(shapes, { name: 'Goods detail' });

/** A category and those right below it. */
export const category = z.looseObject({
  categoryId: textId.nullish(),
  chineseName: text,
  translatedName: text,
  language: text,
  leaf: z.boolean().nullish(),
  level: figure.nullish(),
  parentCateId: textId.nullish(),
  children: z
    .array(
      z.looseObject({
        categoryId: textId.nullish(),
        chineseName: text,
        translatedName: text,
        leaf: z.boolean().nullish(),
      }),
    )
    .nullish(),
});
