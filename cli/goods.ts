import { readFile } from 'node:fs/promises';
import { createGoods } from '../client/index.ts';
import { readPandaponEnvironment } from '../pandapon/index.ts';
import type { Asked } from './action.ts';
import type { GoodsSearchOptions, GoodsShowOptions } from './commands/goods.ts';
import { EXIT } from './exit-codes.ts';
import { goodsTable, productText } from './text/goods-text.ts';
import { UsageError } from './usage-error.ts';

/** Prints a page of goods. */
export async function searchGoods(asked: Asked<GoodsSearchOptions>): Promise<number> {
  const { shell, args, options, json } = asked;
  const { platform, image, ...others } = options;
  const [keyword] = args;
  if ((keyword === undefined) === (image === undefined))
    throw new UsageError('give a keyword, or a picture by --image');
  const market = createGoods(readPandaponEnvironment(shell.environment)).on(platform);
  const page =
    image === undefined
      ? await market.search({ keyword, ...others })
      : await market.searchByImage({ imageBase64: await pictureIn(image), ...others });
  shell.out(json ? `${JSON.stringify(page)}\n` : `${goodsTable(page.items)}${moreText(page.nextCursor)}`);
  return EXIT.done;
}

/** Prints one product. */
export async function showGoods({ shell, args, options, json }: Asked<GoodsShowOptions>): Promise<number> {
  const goods = createGoods(readPandaponEnvironment(shell.environment));
  const product = await goods.show({ platform: options.platform, id: args[0] ?? '' });
  shell.out(json ? `${JSON.stringify(product)}\n` : productText(product));
  return EXIT.done;
}

const moreText = (nextCursor: string | null): string =>
  nextCursor === null ? '' : `\nThere may be more: --cursor ${nextCursor}\n`;

async function pictureIn(path: string): Promise<string> {
  try {
    return (await readFile(path)).toString('base64');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new UsageError(`${path} cannot be read${code}`);
  }
}
