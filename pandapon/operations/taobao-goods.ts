import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { jsonText } from '../shapes/json-text.ts';
import { pageOf, paging } from '../shapes/pages.ts';
import { taobaoListItem, taobaoProduct } from '../shapes/taobao-goods.ts';

/** Taobao goods (docs/reference/platform.md, "Taobao goods"). */

const text = z.string().nullish();
const itemPage = pageOf(taobaoListItem);

/** The largest page of the search. */
const SEARCH_PAGE_MAX = 40;
const searchPaging = { ...paging, pageSize: z.int().min(1).max(SEARCH_PAGE_MAX).nullish() };

const ITEM = 'WUnUC1cILiBjt-Jv3lDdlQ';

export const taobaoGoods = [
  declareOperation({
    name: 'taobao.goods.detail',
    title: 'One Taobao product with its SKUs, prices and stock',
    menu: '淘宝/商品/根据淘宝商品Id查询',
    method: 'GET',
    path: '/v2/taobao/product/get',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'inferred' },
    from: 'doc-env2.pandapon.com/api-289120986 (cut); members of the v1, doc-vnm.pandapon.com/api-250496531; fen after `purchaseAmount` of orders',
    request: z.looseObject({ itemId: z.string().min(1) }),
    answer: taobaoProduct,
    example: { itemId: ITEM },
  }),

  declareOperation({
    name: 'taobao.goods.batchCheck',
    title: 'Which products and SKUs can be supplied',
    menu: '淘宝/商品/根据淘宝商品id批量查询商品',
    method: 'POST',
    path: '/v2/taobao/product/batch/check',
    effect: 'read',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'inferred' },
    from: 'doc-en.pandapon.com/api-263477607 (v1); its elements are not printed',
    request: z.looseObject({
      params: jsonText(
        z.array(z.looseObject({ itemId: z.string().min(1), skuIds: z.array(z.string()).nullish() })).min(1),
      ),
    }),
    answer: z.looseObject({
      mpProducts: z.array(taobaoProduct).nullish().describe('can be supplied'),
      noMpProductItemIds: z.array(z.string()).nullish().describe('cannot'),
      noMpReasonList: z
        .array(z.looseObject({ itemId: text, reason: text }))
        .nullish()
        .describe('why not'),
    }),
    example: { params: '[{"itemId":"672991141190","skuIds":["3452545926724"]}]' },
  }),

  declareOperation({
    name: 'taobao.goods.search',
    title: 'Search Taobao goods by keyword',
    menu: '淘宝/商品/淘宝商品搜索接口',
    method: 'POST',
    path: '/v2/taobao/product/item/search',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'assumed' },
    from: 'doc-env2.pandapon.com/api-289120988; the frame of other v2 lists, members of the detail',
    request: z.looseObject({
      keyword: text,
      ...searchPaging,
      sort: text.describe('only "tk_rate_desc" was seen'),
    }),
    answer: itemPage,
    example: { keyword: '电动车', pageSize: 5, pageNo: 1 },
  }),

  declareOperation({
    name: 'taobao.goods.searchByImage',
    title: 'Search Taobao goods that look like a picture',
    menu: '淘宝/商品/淘宝图片搜索接口',
    method: 'POST',
    path: '/v2/taobao/product/image/search',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; the picture as of alibaba.goods.searchByImage',
    request: z.looseObject({ imageBase64: z.string().min(1), ...searchPaging }),
    answer: itemPage,
    example: { imageBase64: 'iVBORw0KGgo=', pageSize: 5, pageNo: 1 },
  }),

  declareOperation({
    name: 'taobao.goods.source',
    title: 'What the source of a Taobao product says about it',
    menu: null,
    method: 'POST',
    path: '/open/product/source/get',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'inferred' },
    from: 'doc-vnm.pandapon.com/api-250496526 (v1 only, cut); members of the detail',
    request: z.looseObject({ itemId: z.string().min(1), language: text.describe('"vi" was seen') }),
    answer: taobaoProduct,
    example: { itemId: '42971808988', language: 'vi' },
  }),
] as const;
