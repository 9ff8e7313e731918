import { z } from 'zod';
import { fenAmount } from './amounts.ts';
import { figure } from './figures.ts';
import { textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';

/** Taobao goods (docs/reference/platform.md, "Taobao goods"). Any member of an answer may be null or missing. */

const text = wireText.nullish();

/** What every view of a Taobao product has. */
const product = {
  itemId: textId.nullish().describe('the mapped id in the second version'),
  mpId: textId.nullish().describe("the supply chain's id: what orders name the product by"),
  title: text,
  price: fenAmount.nullish(),
  promotionPrice: fenAmount.nullish().describe('reduced'),
  shopId: textId.nullish(),
  shopName: text,
};

/** One Taobao product in a list. */
export const taobaoListItem = z
  .looseObject({ ...product, picUrl: text })
  .register(shapes, { name: 'Taobao list item' });

/** One Taobao product with its SKUs. */
export const taobaoProduct = z
  .looseObject({
    ...product,
    description: text,
    picUrls: z.array(z.string()).nullish(),
    quantity: figure.nullish().describe('stock'),
    beginAmount: figure.nullish().describe('the least that can be bought'),
    categoryId: textId.nullish(),
    categoryName: text,
    categoryPath: text,
    itemType: text,
    productUnit: text,
    userNick: text,
    status: text.describe('"active" while it can be bought'),
    skuList: z
      .array(
        z.looseObject({
          skuId: textId.nullish(),
          mpSkuId: textId.nullish(),
          price: fenAmount.nullish(),
          promotionPrice: fenAmount.nullish(),
          quantity: figure.nullish().describe('stock'),
          picUrl: text,
          properties: text,
          status: text,
        }),
      )
      .nullish(),
  })
  .register(shapes, { name: 'Taobao product' });
