import { fen, fenToYuan } from '../pandapon/index.ts';
import { cheapestFen, type Product, priceFen, type Sku } from './catalogue.ts';
import type { Settings } from './settings.ts';
import type { Wire } from './wire.ts';

/** 1688 goods on the wire (docs/reference/platform.md, "1688 goods"). `here` is where pictures are. */

export const pictureUrl = ({ offerMapId }: Product, here: string): string =>
  `${here}/_sandbox/pictures/${offerMapId}.png`;

export function listItem(product: Product, { prices }: Pick<Settings, 'prices'>, here: string): Wire {
  return {
    imageUrl: pictureUrl(product, here),
    subject: product.title,
    subjectTrans: product.titleTrans,
    offerMapId: product.offerMapId,
    isJxhy: product.selected,
    priceInfo: { price: text(cheapestFen(product, prices)), jxhyPrice: null },
    minOrderQuantity: product.minOrderQuantity,
    traceInfo: `sandbox:${product.offerId}`,
  };
}

export function productDetail(product: Product, settings: Pick<Settings, 'prices'>, here: string): Wire {
  const price = text(cheapestFen(product, settings.prices));
  return {
    offerMapId: product.offerMapId,
    offerId: product.offerId,
    categoryId: product.category.id,
    categoryName: product.category.name,
    subject: product.title,
    subjectTrans: product.titleTrans,
    description: `<p>${product.title}</p>`,
    mainVideo: null,
    detailVideo: null,
    productImage: { images: [pictureUrl(product, here)], whiteImage: null },
    productAttribute: [attribute('1', '品类', 'kind', product.category.name, product.category.trans)],
    productSkuInfos: product.skus.map((sku) => skuInfo(product, sku, settings, here)),
    productSaleInfo: {
      amountOnSale: product.skus.reduce((sum, sku) => sum + sku.stock, 0),
      priceRangeList: [{ startQuantity: product.minOrderQuantity, price }],
      quoteType: 0,
    },
    productShippingInfo: { sendGoodsAddressText: '浙江省义乌市' },
    sellerOpenId: product.sellerOpenId,
    companyName: product.shopName,
    isJxhy: product.selected,
    minOrderQuantity: product.minOrderQuantity,
    batchNumber: 1,
    status: 'published',
    tagInfoList: [],
    traceInfo: `sandbox:${product.offerId}`,
  };
}

function skuInfo(product: Product, sku: Sku, { prices }: Pick<Settings, 'prices'>, here: string): Wire {
  const { text: color, trans } = sku.color;
  return {
    specId: sku.specId,
    skuId: sku.skuId,
    amountOnSale: sku.stock,
    price: text(priceFen(sku.specId, prices)),
    jxhyPrice: null,
    skuAttributes: [
      { ...attribute('3216', '颜色', 'color', color, trans), skuImageUrl: pictureUrl(product, here) },
    ],
  };
}

const attribute = (
  attributeId: string,
  attributeName: string,
  attributeNameTrans: string,
  value: string,
  valueTrans: string,
): Wire => ({ attributeId, attributeName, attributeNameTrans, value, valueTrans });

/** Yuan as goods write them: a text. */
const text = (amount: number): string => fenToYuan(fen(amount));
