import { z } from 'zod';
import { integerId, sentIntegerId, textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';

/** What the carts of both marketplaces have in common (docs/reference/platform.md, "Carts"). */

const text = wireText.nullish();

/** What one merchant's part of a cart is called, and what is in it. */
const cartShop = <Item extends z.ZodType, Shop extends z.ZodRawShape>(item: Item, shop: Shop) =>
  z.looseObject({ ...shop, cartItemInfos: z.array(item).nullish() });

/** A whole cart: what can be bought, and what can't any more, by merchant. `shop` says who the merchant is. */
export function cartOf<Item extends z.ZodType, Shop extends z.ZodRawShape>(item: Item, shop: Shop) {
  const shops = z.array(cartShop(item, shop)).nullish();
  return z.looseObject({
    enableList: shops.describe('what can be bought'),
    disableList: shops.describe('what can no longer be bought'),
  });
}

/** What every record of a cart has. */
export const cartItem = {
  id: integerId.nullish().describe('the record, for the other calls'),
  skuId: textId.nullish(),
  itemTitle: text,
  itemPic: text,
  properties: text.describe('JSON in a text'),
};

/** Which records are to go. */
export const recordsToDelete = z
  .looseObject({ ids: z.array(sentIntegerId).min(1) })
  .register(shapes, { name: 'Cart records' });

/** How many of a record are wanted. */
export const quantityEdit = z
  .looseObject({ id: sentIntegerId, quantity: z.int().positive() })
  .register(shapes, { name: 'Cart quantity' });
