import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { yuanText } from '../shapes/amounts.ts';
import { category, goodsDetail, goodsListItem } from '../shapes/goods.ts';
import { sentIntegerId, textId, wireText } from '../shapes/ids.ts';
import { shapes } from '../shapes/leaves.ts';
import { pageOf, paging } from '../shapes/pages.ts';
import { sampleLine } from '../shapes/purchase-body.ts';

/** 1688 goods (docs/reference/platform.md, "1688 goods"). */

const text = z.string().nullish();
const goodsPage = pageOf(goodsListItem);

const country = text.describe('language of the translated texts; "en"');
const outMemberId = text.describe("the buyer's own id of its user");

/** What every search for goods takes, whatever it looks for. */
const search = {
  beginPage: z.int().min(1).nullish().describe('from 1'),
  pageSize: paging.pageSize,
  country,
  filter: text.describe('flags with commas between, such as "shipInToday,ksCiphertext"'),
  sort: text.describe('JSON in a text, such as {"price":"asc"}'),
  priceStart: yuanText.nullish().describe('lowest wholesale price'),
  priceEnd: yuanText.nullish().describe('highest wholesale price'),
  outMemberId,
};
const keyword = text;

const keywordSearch = z
  .looseObject({ keyword, ...search, categoryId: text })
  .register(shapes, { name: 'Keyword search' });
const keywordExample = { keyword: '包', beginPage: 1, pageSize: 5, country: 'en' };

export const alibabaGoods = [
  declareOperation({
    name: 'alibaba.goods.detail',
    title: 'One product with its SKUs, prices and stock',
    menu: '1688/商品/1688商品详情查询',
    method: 'POST',
    path: '/v2/alibaba/product/detail/get',
    effect: 'read',
    auth: 'headers',
    known: { path: 'inferred', request: 'inferred', answer: 'inferred' },
    from: 'doc-vnm.pandapon.com/project-4008853/api-147289688 (v1, by `offerId`); the v2 names the product by `offerMapId` elsewhere; members after the 1688 open platform',
    request: z.looseObject({ offerMapId: z.string().min(1), country, outMemberId }),
    answer: goodsDetail,
    example: { offerMapId: sampleLine.offerMapId, country: 'en' },
  }),

  declareOperation({
    name: 'alibaba.goods.searchByKeyword',
    title: 'Search goods by keyword',
    menu: '1688/商品/1688商品关键词查询',
    method: 'POST',
    path: '/v2/alibaba/product/keywords/query',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'inferred' },
    from: 'doc-cnv2.pandapon.com/api-288828687; of an item only `imageUrl` and `subject` are printed, the rest after the 1688 open platform',
    request: keywordSearch,
    answer: goodsPage,
    example: keywordExample,
  }),

  declareOperation({
    name: 'alibaba.goods.searchByImage',
    title: 'Search goods that look like a picture',
    menu: '1688/商品/1688商品图片搜索',
    method: 'POST',
    path: '/v2/alibaba/product/image/query',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'inferred' },
    from: 'doc-cnv2.pandapon.com/api-288828688; items as of the keyword search',
    request: z.looseObject({
      imageBase64: z
        .string()
        .min(1)
        .refine(
          (picture) => !picture.startsWith('data:'),
          'must be plain base64, without "data:...;base64," before it',
        ),
      ...search,
      region: text,
      categoryId: sentIntegerId.nullish(),
      imageAddress: text.describe('address of a picture; which one counts is not published'),
    }),
    answer: goodsPage,
    example: { imageBase64: 'iVBORw0KGgo=', beginPage: 1, pageSize: 20, country: 'en' },
  }),

  declareOperation({
    name: 'alibaba.goods.searchInShop',
    title: 'Search goods of one merchant',
    menu: '1688/商品/1688多语言商品店搜',
    method: 'POST',
    path: '/v2/alibaba/product/query/selleroffer',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'inferred' },
    from: 'doc-cnv2.pandapon.com/api-288828689; items as of the keyword search',
    request: z.looseObject({ keyword, ...search, categoryId: sentIntegerId.nullish(), sellerOpenId: text }),
    answer: goodsPage,
    example: { ...keywordExample, sellerOpenId: sampleLine.sellerOpenId },
  }),

  declareOperation({
    name: 'alibaba.goods.category',
    title: 'A category by its id, with those below it, in several languages',
    menu: '1688/商品/根据类目ID查询多语言类目',
    method: 'POST',
    path: '/v2/alibaba/product/category/get',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members after the 1688 open platform',
    request: z.looseObject({
      categoryId: sentIntegerId.describe('0: the top'),
      language: text,
      outMemberId,
    }),
    answer: category,
    example: { categoryId: 0, language: 'en' },
  }),

  declareOperation({
    name: 'alibaba.goods.recommend',
    title: 'Goods recommended to a user',
    menu: '1688/商品/商品推荐',
    method: 'POST',
    path: '/v2/alibaba/product/recommend',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of the searches',
    request: z.looseObject({ beginPage: search.beginPage, pageSize: search.pageSize, country, outMemberId }),
    answer: goodsPage,
    example: { beginPage: 1, pageSize: 10, country: 'en' },
  }),

  declareOperation({
    name: 'alibaba.goods.related',
    title: 'Goods related to a product',
    menu: '1688/商品/相关性商品推荐',
    method: 'POST',
    path: '/v2/alibaba/product/productRelatedRecommendQuery',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'assumed' },
    from: 'doc-env2.pandapon.com/api-289121023; the answer as of the searches',
    request: z.looseObject({
      offerId: z.string().min(1).describe('what is called `offerMapId` elsewhere'),
      ...paging,
      language: text.describe('"en" or "vi"'),
    }),
    answer: goodsPage,
    example: { offerId: sampleLine.offerMapId, pageNo: 1, pageSize: 10, language: 'en' },
  }),

  declareOperation({
    name: 'alibaba.goods.searchGlobalSelection',
    title: 'Search the global selection by keyword',
    menu: '1688/商品/全球严选关键词查询',
    method: 'POST',
    path: '/v2/alibaba/product/globalSelection/keywords/query',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of the keyword search',
    request: keywordSearch,
    answer: goodsPage,
    example: keywordExample,
  }),

  declareOperation({
    name: 'alibaba.goods.searchSelection',
    title: 'Search the 1688 selection by keyword',
    menu: '1688/商品/1688严选关键词查询',
    method: 'POST',
    path: '/v2/alibaba/product/selection/keywords/query',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of the keyword search',
    request: keywordSearch,
    answer: goodsPage,
    example: keywordExample,
  }),

  declareOperation({
    name: 'alibaba.goods.topList',
    title: 'What sells best in a category',
    menu: '1688/商品/热销榜单查询',
    method: 'POST',
    path: '/v2/alibaba/product/topList/query',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members after the 1688 open platform',
    request: z.looseObject({
      rankId: sentIntegerId.describe('the id of a category; 0: all'),
      rankType: text.describe('"complex", "hot" or "goodPrice"'),
      limit: z.int().min(1).nullish(),
      language: text,
    }),
    answer: z.looseObject({
      rankId: textId.nullish(),
      rankName: wireText.nullish(),
      rankType: wireText.nullish(),
      rankProductModels: z.array(goodsListItem).nullish().describe('the best first'),
    }),
    example: { rankId: 0, rankType: 'hot', limit: 10, language: 'en' },
  }),
] as const;
