import { type Command, Option } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';

const PLATFORMS = ['1688', 'taobao'] as const;

const platform = z.enum(PLATFORMS);
const searchOptions = z.object({
  platform,
  image: z.string().optional(),
  fromFen: z.coerce.number('takes a number').optional(),
  toFen: z.coerce.number('takes a number').optional(),
  sort: z.string().optional(),
  limit: z.coerce.number('takes a number').optional(),
  cursor: z.string().optional(),
});
const showOptions = z.object({ platform });

export type GoodsSearchOptions = z.output<typeof searchOptions>;
export type GoodsShowOptions = z.output<typeof showOptions>;

const onPlatform = (): Option =>
  new Option('--platform <platform>', 'where').choices(PLATFORMS).default('1688' as const);

/** `orders goods search|show`: what can be bought, by `PANDAPON_*` alone. */
export function addGoods(program: Command, context: Context): void {
  const goods = program
    .command('goods')
    .summary('find goods, and lines to buy them')
    .description('Finds goods on the platform, with prices, stock and lines to buy; Temporal is not asked.');
  goods
    .command('search')
    .summary('find goods by a keyword or a picture')
    .description('Finds goods by a keyword, or by a picture (--image).')
    .argument('[keyword]', 'such as 包')
    .addOption(onPlatform())
    .option('--image <path>', 'a file with a picture, at most 3 MB')
    .option('--from-fen <fen>', 'the lowest price of a piece (1688)')
    .option('--to-fen <fen>', 'the highest (1688)')
    .addOption(new Option('--sort <order>', 'by price (1688)').choices(['cheapest', 'dearest']))
    .option('--limit <n>', 'at most so many, 1-40 (default: 20)')
    .option('--cursor <cursor>', 'the page after the one that named this cursor')
    .action(
      action(context, searchOptions, async (asked) => {
        const { searchGoods } = await import('../goods.ts');
        return searchGoods(asked);
      }),
    );
  goods
    .command('show')
    .summary('show a product: SKUs, prices, stock, lines to buy')
    .description('Shows a product with its SKUs; each line is ready for "cargoParamList" of a purchase.')
    .argument('<id>', 'its offerMapId (1688) or itemId (Taobao); one that begins with "-" goes behind "--"')
    .addOption(onPlatform())
    .action(
      action(context, showOptions, async (asked) => {
        const { showGoods } = await import('../goods.ts');
        return showGoods(asked);
      }),
    );
}
