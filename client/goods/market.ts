import type { z } from 'zod';
import type { Platform } from '../../contract/index.ts';
import { searchAlibaba, searchAlibabaByImage, showAlibaba } from './alibaba.ts';
import type { GoodsPage, ItemOn, ProductOn } from './found.ts';
import type { PlatformDesk } from './platform-desk.ts';
import {
  type GoodsImageRead,
  type GoodsSearchRead,
  goodsIdSchema,
  goodsImageSchema,
  goodsSearchSchemas,
  readQuestion,
} from './questions.ts';
import { type RecentOptions, recent } from './recent.ts';
import { searchTaobao, searchTaobaoByImage, showTaobao } from './taobao.ts';

/** Goods of one platform. Questions come as they came over a wire: they are checked here. */
export interface Market<P extends Platform> {
  search(question: unknown): Promise<GoodsPage<ItemOn[P]>>;
  searchByImage(question: unknown): Promise<GoodsPage<ItemOn[P]>>;
  show(id: unknown): Promise<ProductOn[P]>;
}

export type Markets = { readonly [P in Platform]: Market<P> };

/** Prices and stock change: an answer is good for seconds only. */
const KEPT: RecentOptions = { milliseconds: 10_000, most: 200 };

/** What is asked of a platform once a question is read. */
interface Looks<P extends Platform> {
  search: z.ZodType<GoodsSearchRead<P>>;
  find: (desk: PlatformDesk, question: GoodsSearchRead<P>) => Promise<GoodsPage<ItemOn[P]>>;
  findByImage: (desk: PlatformDesk, question: GoodsImageRead) => Promise<GoodsPage<ItemOn[P]>>;
  show: (desk: PlatformDesk, id: string) => Promise<ProductOn[P]>;
}

/** The goods of both platforms, asked for at one desk. */
export const marketsAt = (desk: PlatformDesk): Markets => ({
  '1688': marketOf<'1688'>(desk, {
    search: goodsSearchSchemas['1688'],
    find: searchAlibaba,
    findByImage: searchAlibabaByImage,
    show: showAlibaba,
  }),
  taobao: marketOf<'taobao'>(desk, {
    search: goodsSearchSchemas.taobao,
    find: searchTaobao,
    findByImage: searchTaobaoByImage,
    show: showTaobao,
  }),
});

function marketOf<P extends Platform>(desk: PlatformDesk, looks: Looks<P>): Market<P> {
  const find = recent((question: GoodsSearchRead<P>) => looks.find(desk, question), KEPT);
  const findByImage = recent((question: GoodsImageRead) => looks.findByImage(desk, question), KEPT);
  const show = recent((id: string) => looks.show(desk, id), KEPT);
  return {
    search: async (question) => find(readQuestion(looks.search, question)),
    searchByImage: async (question) => findByImage(readQuestion(goodsImageSchema, question)),
    show: async (id) => show(readQuestion(goodsIdSchema, id)),
  };
}
