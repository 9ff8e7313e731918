import { z } from 'zod';
import { type Goods, goodsIdSchema, goodsImageSchema } from '../client/index.ts';
import type { Platform } from '../contract/index.ts';
import { alibabaPage, alibabaProduct, taobaoPage, taobaoProduct } from './goods-schemas.ts';
import { noParams, noQuery, type Operation, operation } from './operation.ts';
import { alibabaGoodsQuery, taobaoGoodsQuery } from './parameters.ts';
import { named } from './view-schemas.ts';

/** Goods to purchase, of both platforms. Temporal is not asked. */

/** A picture of 3 MB in base64, and what stands around it. */
const IMAGE_BODY_BYTES = 5 * 1024 * 1024;

const image = named('GoodsImage', goodsImageSchema);

/** What differs between the platforms. */
interface Shown {
  platform: Platform;
  /** In ids of the document. */
  name: string;
  query: z.ZodObject;
  page: z.ZodType;
  product: z.ZodType;
  /** The member of the path that names a product. */
  id: 'offerMapId' | 'itemId';
  /** What a line is for. */
  line: string;
}

const ALIBABA: Shown = {
  platform: '1688',
  name: 'Alibaba',
  query: alibabaGoodsQuery,
  page: alibabaPage,
  product: alibabaProduct,
  id: 'offerMapId',
  line: '`line` of a SKU goes into `request.cargoParamList` of `POST /v1/purchases` as it is, or with a larger `quantity`.',
};

const TAOBAO: Shown = {
  platform: 'taobao',
  name: 'Taobao',
  query: taobaoGoodsQuery,
  page: taobaoPage,
  product: taobaoProduct,
  id: 'itemId',
  line: '`line` of a SKU is an element of `orderLineList`, as `taobao.order.create` takes it.',
};

const PROBLEMS = [
  'PLATFORM_REFUSED',
  'PLATFORM_NOT_CONFIGURED',
  'CREDENTIALS_REFUSED',
  'PLATFORM_UNAVAILABLE',
] as const;

export const goodsRoutes = (goods: Goods): Operation[] =>
  [ALIBABA, TAOBAO].flatMap((shown) => routesOf(goods, shown));

function routesOf(goods: Goods, { platform, name, query, page, product, id, line }: Shown): Operation[] {
  const market = goods.on(platform);
  const path = `/v1/goods/${platform}`;
  const shared = { role: 'view', tag: 'Goods', problems: PROBLEMS } as const;
  const lane = () => 'goods' as const;
  return [
    operation({
      ...shared,
      lane,
      id: `search${name}`,
      method: 'get',
      path,
      summary: `Search goods of ${platform} by keyword`,
      description: 'Remembered for some seconds; asked of the platform at a limited rate.',
      params: noParams,
      query,
      answers: { 200: { description: 'A page.', schema: page } },
      handle: async (call) => ({ status: 200, body: await market.search(call.query) }),
    }),
    operation({
      ...shared,
      lane: () => 'picture' as const,
      id: `search${name}ByImage`,
      method: 'post',
      path: `${path}/image`,
      summary: `Search goods of ${platform} that look like a picture`,
      description: 'The picture in plain base64, at most 3 MB before that.',
      params: noParams,
      query: noQuery,
      body: {
        schema: image,
        required: true,
        limitBytes: IMAGE_BODY_BYTES,
        example: { imageBase64: 'iVBORw0KGgo=', limit: 20 },
      },
      answers: { 200: { description: 'A page.', schema: page } },
      handle: async ({ body }) => ({ status: 200, body: await market.searchByImage(body) }),
    }),
    operation({
      ...shared,
      lane,
      id: `get${name}Product`,
      method: 'get',
      path: `${path}/{${id}}`,
      summary: `Look at a product of ${platform}: its SKUs with prices, stock and lines to buy`,
      description: line,
      params: z.object({ [id]: goodsIdSchema }),
      query: noQuery,
      answers: { 200: { description: 'The product.', schema: product } },
      handle: async ({ params }) => ({ status: 200, body: await market.show(params[id]) }),
    }),
  ];
}
