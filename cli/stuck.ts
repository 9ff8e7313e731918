import { stuckFilterSchema } from '../client/filters.ts';
import type { StuckPage } from '../client/index.ts';
import type { Asked } from './action.ts';
import type { StuckOptions } from './commands/stuck.ts';
import { EXIT } from './exit-codes.ts';
import { readFilter } from './filter.ts';
import { moreText, readPage } from './page.ts';
import { reading } from './session.ts';
import { stuckTable } from './text/stuck-table.ts';

/** Prints what waits for a person. */
export async function stuck(asked: Asked<StuckOptions>): Promise<number> {
  const { shell, options, json } = asked;
  const { reason, planned, label } = options;
  const filter = readFilter(stuckFilterSchema, { reason, planned, label, userId: options.user });
  const page = await reading(asked, async (orders): Promise<StuckPage> => {
    const listing = orders.stuck(filter);
    if (options.all !== true) return listing.page({ limit: options.limit, cursor: options.cursor });
    const all = await readPage(listing, options);
    return { ...all, total: all.items.length };
  });
  shell.out(json ? `${JSON.stringify(page)}\n` : stuckText(page));
  return EXIT.done;
}

function stuckText(page: StuckPage): string {
  if (page.total === 0) return 'Nothing waits for a person.\n';
  const shown = page.items.length < page.total ? `${page.items.length} of ${page.total} shown.` : '';
  return `${stuckTable(page.items)}${shown === '' ? '' : `\n${shown}`}${moreText(page)}`;
}
