import type { Listing, Page } from '../client/index.ts';

/** Which part of a list was asked for. */
export interface PageChoice {
  limit?: number | undefined;
  cursor?: string | undefined;
  all?: boolean | undefined;
}

/** The page that was asked for, or all of the list as one page. */
export async function readPage<Item, P extends Page<Item>>(
  listing: Listing<Item, P>,
  { limit, cursor, all }: PageChoice,
): Promise<Page<Item>> {
  if (all !== true) return listing.page({ limit, cursor });
  const items: Item[] = [];
  for await (const item of listing) items.push(item);
  return { items, nextCursor: null };
}

/** The line below a page that is not the last. */
export const moreText = ({ nextCursor }: Page<unknown>): string =>
  nextCursor === null ? '' : `\nThere is more: --all, or --cursor ${nextCursor}\n`;
