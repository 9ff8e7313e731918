import { cheapestFen, type Product, priceFen } from './catalogue.ts';
import { pictureUrl } from './goods-object.ts';
import type { Settings } from './settings.ts';
import type { Wire } from './wire.ts';

/** Taobao goods on the wire, in fen (docs/reference/platform.md, "Taobao goods"). `here` is where pictures are. */

type Prices = Pick<Settings, 'prices'>;

function common(product: Product, { prices }: Prices): Wire {
  const price = cheapestFen(product, prices);
  return {
    itemId: product.itemId,
    mpId: product.mpId,
    title: product.title,
    price,
    promotionPrice: price,
    shopId: product.shopId,
    shopName: product.shopName,
  };
}

export const taobaoListItem = (product: Product, settings: Prices, here: string): Wire => ({
  ...common(product, settings),
  picUrl: pictureUrl(product, here),
});

export function taobaoProduct(product: Product, settings: Prices, here: string): Wire {
  const picture = pictureUrl(product, here);
  return {
    ...common(product, settings),
    description: `<p>${product.title}</p>`,
    picUrls: [picture],
    quantity: product.skus.reduce((sum, sku) => sum + sku.stock, 0),
    beginAmount: 0,
    categoryId: String(product.category.id),
    categoryName: product.category.name,
    categoryPath: product.category.name,
    itemType: 'HAVE_MATERIAL',
    productUnit: null,
    userNick: product.shopName,
    status: 'active',
    skuList: product.skus.map((sku) => ({
      skuId: String(sku.skuId),
      mpSkuId: sku.mpSkuId,
      price: priceFen(sku.specId, settings.prices),
      promotionPrice: priceFen(sku.specId, settings.prices),
      quantity: sku.stock,
      picUrl: picture,
      properties: JSON.stringify([{ propName: '颜色', valueName: sku.color.text }]),
      status: 'active',
    })),
  };
}
