import { z } from 'zod';
import type { AlibabaItem, AlibabaProduct, GoodsPage, TaobaoItem, TaobaoProduct } from '../client/index.ts';
import { fen, named } from './view-schemas.ts';

/** What goods look like on the wire: the library's types again, as schemas for the OpenAPI document. */

const text = z.string().nullable();
const price = fen.nullable().describe('Fen: 1/100 yuan; null: not said, or finer than a fen.');
const count = z.int().nullable();
const nextCursor = text.describe('Pass it as `cursor` for the next page; null: this is the last.');

const alibabaItem = named(
  'AlibabaItem',
  z.object({
    platform: z.literal('1688'),
    offerMapId: text,
    title: text,
    titleTranslated: text.describe('In English.'),
    imageUrl: text,
    priceFen: price,
    minQuantity: count.describe('The least that can be bought.'),
  }),
) satisfies z.ZodType<AlibabaItem>;

const taobaoItem = named(
  'TaobaoItem',
  z.object({
    platform: z.literal('taobao'),
    itemId: text,
    title: text,
    imageUrl: text,
    priceFen: price,
    shopName: text,
  }),
) satisfies z.ZodType<TaobaoItem>;

const alibabaLine = named(
  'AlibabaLine',
  z
    .object({
      offerMapId: z.string(),
      specId: z.string(),
      quantity: z.int(),
      sellerOpenId: z.string(),
    })
    .nullable()
    .describe(
      'An element for `request.cargoParamList` of a purchase, of the least quantity; null: the platform did not name all it needs.',
    ),
);

const alibabaSku = named(
  'AlibabaSku',
  z.object({
    specId: text,
    skuId: text,
    title: z.string(),
    titleTranslated: z.string(),
    imageUrl: text,
    priceFen: price,
    stock: count,
    line: alibabaLine,
  }),
);

const taobaoLine = named(
  'TaobaoLine',
  z
    .object({ itemId: z.string(), skuId: z.string(), quantity: z.string() })
    .nullable()
    .describe(
      'An element for `orderLineList` of a Taobao order, of the least quantity; null: the platform did not name all it needs.',
    ),
);

const taobaoSku = named(
  'TaobaoSku',
  z.object({
    skuId: text,
    mpSkuId: text,
    title: z.string(),
    imageUrl: text,
    priceFen: price,
    stock: count,
    line: taobaoLine,
  }),
);

export const alibabaPage = named(
  'AlibabaPage',
  z.object({ items: z.array(alibabaItem), nextCursor }),
) satisfies z.ZodType<GoodsPage<AlibabaItem>>;

export const taobaoPage = named(
  'TaobaoPage',
  z.object({ items: z.array(taobaoItem), nextCursor }),
) satisfies z.ZodType<GoodsPage<TaobaoItem>>;

export const alibabaProduct = named(
  'AlibabaProduct',
  z.object({
    platform: z.literal('1688'),
    offerMapId: z.string(),
    title: text,
    titleTranslated: text.describe('In English.'),
    imageUrls: z.array(z.string()),
    sellerOpenId: text,
    sellerName: text,
    minQuantity: count.describe('The least that can be bought.'),
    lotQuantity: count.describe('Sold in lots of so many.'),
    status: text.describe("The platform's own word: `published` while it can be bought."),
    priceRanges: z
      .array(named('PriceRange', z.object({ fromQuantity: count, priceFen: price })))
      .describe('Prices by quantity, where SKUs have none of their own.'),
    skus: z.array(alibabaSku),
  }),
) satisfies z.ZodType<AlibabaProduct>;

export const taobaoProduct = named(
  'TaobaoProduct',
  z.object({
    platform: z.literal('taobao'),
    itemId: z.string(),
    mpId: text.describe('Under which the supply chain knows it.'),
    title: text,
    imageUrls: z.array(z.string()),
    shopName: text,
    minQuantity: count.describe('The least that can be bought.'),
    status: text.describe("The platform's own word: `active` while it can be bought."),
    skus: z.array(taobaoSku),
  }),
) satisfies z.ZodType<TaobaoProduct>;
