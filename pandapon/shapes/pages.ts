import { z } from 'zod';
import { figure } from './figures.ts';
import { shapes } from './leaves.ts';

/** The frame of a paged answer of a shape that has a name. Only an empty page says that there is no more: the totals are not to be trusted. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z
    .looseObject({
      totalRecords: figure.nullish(),
      totalPage: figure.nullish(),
      pageSize: figure.nullish(),
      /** From 1. */
      currentPage: figure.nullish(),
      data: z.array(item),
    })
    .register(shapes, { name: `Page of ${shapes.get(item)?.name ?? 'anything'}` });

/** Which page is asked for, by the names most operations use. */
export const paging = {
  pageNo: z.int().min(1).nullish().describe('from 1'),
  pageSize: z.int().min(1).nullish(),
};
