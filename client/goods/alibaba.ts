import { type AnswerOf, fen } from '../../pandapon/index.ts';
import type { AlibabaItem, AlibabaLine, AlibabaProduct, AlibabaSku, GoodsPage } from './found.ts';
import type { PlatformDesk } from './platform-desk.ts';
import {
  cursorBehind,
  type GoodsImageRead,
  type GoodsSearchRead,
  type PlatformPage,
  pageIn,
} from './questions.ts';

/** Goods of 1688 (docs/reference/platform.md, "1688 goods"). */

type Detail = AnswerOf<'alibaba.goods.detail'>;
type Sku = NonNullable<Detail['productSkuInfos']>[number];
type Page = AnswerOf<'alibaba.goods.searchByKeyword'>;

/** The language of translated titles; the platform has one. */
const country = 'en';
const SORTS = { cheapest: '{"price":"asc"}', dearest: '{"price":"desc"}' } as const;

/** A page of goods by keyword. */
export async function searchAlibaba(
  desk: PlatformDesk,
  question: GoodsSearchRead<'1688'>,
): Promise<GoodsPage<AlibabaItem>> {
  const { keyword, fromFen, toFen, sort } = question;
  const page = pageIn(question);
  const answer = await desk.ask('alibaba.goods.searchByKeyword', {
    ...{ keyword, country, beginPage: page.number, pageSize: page.size },
    ...(fromFen === undefined ? {} : { priceStart: fen(fromFen) }),
    ...(toFen === undefined ? {} : { priceEnd: fen(toFen) }),
    ...(sort === undefined ? {} : { sort: SORTS[sort] }),
  });
  return pageOf(answer, page);
}

/** A page of goods that look like a picture. */
export async function searchAlibabaByImage(
  desk: PlatformDesk,
  question: GoodsImageRead,
): Promise<GoodsPage<AlibabaItem>> {
  const page = pageIn(question);
  const answer = await desk.ask('alibaba.goods.searchByImage', {
    ...{ imageBase64: question.imageBase64, country, beginPage: page.number, pageSize: page.size },
  });
  return pageOf(answer, page);
}

/** One product with its SKUs. */
export async function showAlibaba(desk: PlatformDesk, offerMapId: string): Promise<AlibabaProduct> {
  const detail = await desk.ask('alibaba.goods.detail', { offerMapId, country });
  return {
    platform: '1688',
    offerMapId: detail.offerMapId ?? offerMapId,
    title: detail.subject ?? null,
    titleTranslated: detail.subjectTrans ?? null,
    imageUrls: detail.productImage?.images ?? [],
    sellerOpenId: detail.sellerOpenId ?? null,
    sellerName: detail.companyName ?? null,
    minQuantity: detail.minOrderQuantity ?? null,
    lotQuantity: detail.batchNumber ?? null,
    status: detail.status ?? null,
    priceRanges: (detail.productSaleInfo?.priceRangeList ?? []).map(({ startQuantity, price }) => ({
      fromQuantity: startQuantity ?? null,
      priceFen: price ?? null,
    })),
    skus: (detail.productSkuInfos ?? []).map((sku) => skuOf(sku, detail, offerMapId)),
  };
}

const pageOf = ({ data }: Page, page: PlatformPage): GoodsPage<AlibabaItem> => ({
  items: data.map((item) => ({
    platform: '1688',
    offerMapId: item.offerMapId ?? null,
    title: item.subject ?? null,
    titleTranslated: item.subjectTrans ?? null,
    imageUrl: item.imageUrl ?? null,
    priceFen: item.priceInfo?.price ?? null,
    minQuantity: item.minOrderQuantity ?? null,
  })),
  nextCursor: cursorBehind(page, data),
});

function skuOf(sku: Sku, detail: Detail, offerMapId: string): AlibabaSku {
  const attributes = sku.skuAttributes ?? [];
  return {
    specId: sku.specId ?? null,
    skuId: sku.skuId ?? null,
    title: titleOf(attributes.map((each) => [each.attributeName, each.value])),
    titleTranslated: titleOf(attributes.map((each) => [each.attributeNameTrans, each.valueTrans])),
    imageUrl: attributes.find(({ skuImageUrl }) => skuImageUrl)?.skuImageUrl ?? null,
    priceFen: sku.price ?? null,
    stock: sku.amountOnSale ?? null,
    line: lineOf(sku, detail, offerMapId),
  };
}

function lineOf({ specId }: Sku, detail: Detail, asked: string): AlibabaLine | null {
  const { sellerOpenId } = detail;
  if (!specId || !sellerOpenId) return null;
  return { offerMapId: detail.offerMapId ?? asked, specId, quantity: leastOf(detail), sellerOpenId };
}

/** The least quantity that is a whole number of lots. */
function leastOf({ minOrderQuantity, batchNumber }: Detail): number {
  const lot = Math.max(1, Math.ceil(batchNumber ?? 1));
  return Math.ceil(Math.max(1, minOrderQuantity ?? 1) / lot) * lot;
}

/** `颜色: 黑色; 尺寸: L`, of the parts that there are. */
export const titleOf = (properties: readonly (readonly (string | null | undefined)[])[]): string =>
  properties
    .map((parts) => parts.filter(Boolean).join(': '))
    .filter((text) => text !== '')
    .join('; ');
