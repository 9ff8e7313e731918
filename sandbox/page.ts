import type { Wire } from './wire.ts';

/** How many a page holds when nobody says so. */
const DEFAULT_SIZE = 20;

/** One page of a list, in the platform's frame. */
export function pageOf<T>(
  all: readonly T[],
  { pageNo, pageSize }: { pageNo?: number | null | undefined; pageSize?: number | null | undefined },
  show: (each: T) => Wire,
): Wire {
  const page = pageNo ?? 1;
  const size = pageSize ?? DEFAULT_SIZE;
  return {
    totalRecords: all.length,
    // One more than there are, as the platform's own sample has it.
    totalPage: Math.ceil(all.length / size) + 1,
    pageSize: size,
    currentPage: page,
    data: all.slice((page - 1) * size, page * size).map(show),
  };
}
