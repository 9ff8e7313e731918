import { z } from 'zod';
import { unknownAmount } from './amounts.ts';
import { figure } from './figures.ts';
import { textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';

/** Freight abroad (docs/reference/platform.md, "Warehouse logistics"). */

const text = z.string().nullish();

/** Which service is to carry a line. */
export const chosenService = z
  .looseObject({ serviceId: text, companyName: text, serviceCategory: text })
  .register(shapes, { name: 'Freight service' });

/** Which SKU, and how many. */
export const freightGoods = {
  itemId: z.string().min(1),
  skuId: z.string().min(1),
  quantity: z.int().positive(),
};

/** What a line is worth, for customs. */
export const declaredValue = {
  currency: text.describe('such as "CNY"'),
  price: unknownAmount.nullish(),
};

/** What a line looks like. */
export const freightLook = { title: text, imageUrl: text };

/** One service that would carry it, and for how much. */
export const freightOffer = z
  .looseObject({
    serviceId: textId.nullish(),
    companyName: wireText.nullish(),
    serviceCategory: wireText.nullish(),
    currency: wireText.nullish(),
    price: unknownAmount.nullish(),
    minDays: figure.nullish(),
    maxDays: figure.nullish(),
  })
  .register(shapes, { name: 'Freight offer' });
