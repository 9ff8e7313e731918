import type { Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';
import { ID_ARGUMENT } from './id-argument.ts';

const options = z.object({ all: z.boolean().optional() });

/** `orders show`: one purchase or order, exactly as it stands. */
export function addShow(program: Command, context: Context): void {
  program
    .command('show')
    .summary('show one purchase or order, exactly as it stands')
    .description(
      'Shows one purchase or order: money, lines, orders, parcels, why it waits and what can be said.',
    )
    .argument('<id>', ID_ARGUMENT)
    .option('--all', 'the whole timeline')
    .action(
      action(context, options, async (asked) => {
        const { show } = await import('../show.ts');
        return show(asked);
      }),
    );
}
