import { z } from 'zod';
import { type AnswerOf, parseExact } from '../../pandapon/index.ts';
import { titleOf } from './alibaba.ts';
import type { GoodsPage, TaobaoItem, TaobaoLine, TaobaoProduct, TaobaoSku } from './found.ts';
import type { PlatformDesk } from './platform-desk.ts';
import {
  cursorBehind,
  type GoodsImageRead,
  type GoodsSearchRead,
  type PlatformPage,
  pageIn,
} from './questions.ts';

/** Goods of Taobao (docs/reference/platform.md, "Taobao goods"). */

type Detail = AnswerOf<'taobao.goods.detail'>;
type Sku = NonNullable<Detail['skuList']>[number];
type Page = AnswerOf<'taobao.goods.search'>;

/** A page of goods by keyword. */
export async function searchTaobao(
  desk: PlatformDesk,
  question: GoodsSearchRead<'taobao'>,
): Promise<GoodsPage<TaobaoItem>> {
  const page = pageIn(question);
  const { keyword } = question;
  const answer = await desk.ask('taobao.goods.search', {
    ...{ keyword, pageNo: page.number, pageSize: page.size },
  });
  return pageOf(answer, page);
}

/** A page of goods that look like a picture. */
export async function searchTaobaoByImage(
  desk: PlatformDesk,
  question: GoodsImageRead,
): Promise<GoodsPage<TaobaoItem>> {
  const page = pageIn(question);
  const { imageBase64 } = question;
  const answer = await desk.ask('taobao.goods.searchByImage', {
    ...{ imageBase64, pageNo: page.number, pageSize: page.size },
  });
  return pageOf(answer, page);
}

/** One product with its SKUs. */
export async function showTaobao(desk: PlatformDesk, itemId: string): Promise<TaobaoProduct> {
  const detail = await desk.ask('taobao.goods.detail', { itemId });
  return {
    platform: 'taobao',
    itemId: detail.itemId ?? itemId,
    mpId: detail.mpId ?? null,
    title: detail.title ?? null,
    imageUrls: detail.picUrls ?? [],
    shopName: detail.shopName ?? null,
    minQuantity: detail.beginAmount ?? null,
    status: detail.status ?? null,
    skus: (detail.skuList ?? []).map((sku) => skuOf(sku, detail)),
  };
}

const pageOf = ({ data }: Page, page: PlatformPage): GoodsPage<TaobaoItem> => ({
  items: data.map((item) => ({
    platform: 'taobao',
    itemId: item.itemId ?? null,
    title: item.title ?? null,
    imageUrl: item.picUrl ?? null,
    priceFen: item.promotionPrice ?? item.price ?? null,
    shopName: item.shopName ?? null,
  })),
  nextCursor: cursorBehind(page, data),
});

const skuOf = (sku: Sku, detail: Detail): TaobaoSku => ({
  skuId: sku.skuId ?? null,
  mpSkuId: sku.mpSkuId ?? null,
  title: propertiesText(sku.properties ?? ''),
  imageUrl: sku.picUrl ?? null,
  priceFen: sku.promotionPrice ?? sku.price ?? null,
  stock: sku.quantity ?? null,
  line: lineOf(sku, detail),
});

/** Orders name product and SKU by the ids of the supply chain. */
function lineOf({ mpSkuId }: Sku, { mpId, beginAmount }: Detail): TaobaoLine | null {
  if (!mpId || !mpSkuId) return null;
  return { itemId: mpId, skuId: mpSkuId, quantity: String(Math.max(1, Math.ceil(beginAmount ?? 1))) };
}

const propertyList = z.array(
  z.looseObject({ propName: z.string().nullish(), valueName: z.string().nullish() }),
);

/** Properties are JSON in a text; another text is shown as it is. */
function propertiesText(properties: string): string {
  try {
    const read = propertyList.parse(parseExact(properties));
    return titleOf(read.map(({ propName, valueName }) => [propName, valueName]));
  } catch {
    return properties;
  }
}
