import { Argument, type Command, Option } from 'commander';
import { z } from 'zod';
import { ORDER_STAGES, PURCHASE_STAGES, STUCK_REASONS } from '../../contract/index.ts';
import { action, type Context } from '../action.ts';
import { addPageOptions, pageOptions } from './page-options.ts';

const options = z.object({
  stage: z.string().optional(),
  stuck: z.boolean().optional(),
  reason: z.string().optional(),
  planned: z.boolean().optional(),
  user: z.string().optional(),
  label: z.string().optional(),
  purchase: z.string().optional(),
  bill: z.string().optional(),
  dueBefore: z.string().optional(),
  changedAfter: z.string().optional(),
  ...pageOptions,
});
export type ListOptions = z.output<typeof options>;

const STAGES = [...new Set<string>([...PURCHASE_STAGES, ...ORDER_STAGES])];

/** `orders list [purchases|orders]`: newest first, narrowed by options. */
export function addList(program: Command, context: Context): void {
  const command = program
    .command('list')
    .summary('list purchases, or orders, newest first')
    .description(
      'Lists purchases (or orders), newest first. A change shows within seconds; "show" is always exact.',
    )
    .addArgument(new Argument('[kind]', 'what to list').choices(['purchases', 'orders']).default('purchases'))
    .addOption(new Option('--stage <stage>', 'in this stage').choices(STAGES))
    .option('--stuck', 'only what waits for a person')
    .addOption(new Option('--reason <reason>', 'only what waits for this reason').choices(STUCK_REASONS))
    .option('--planned', 'with --stuck: planned waits too')
    .option('--user <id>', 'of this platform user')
    .option('--label <name=value>', 'with this label')
    .option('--purchase <id>', 'orders of this purchase')
    .option('--bill <number>', 'orders with this waybill number')
    .option('--due-before <instant>', 'orders due before: 2026-01-31T08:00:00Z, 2026-01-31, or 3d from now')
    .option('--changed-after <instant>', 'changed after: an instant, a day, or 2h back');
  addPageOptions(command).action(
    action(context, options, async (asked) => {
      const { list } = await import('../list.ts');
      return list(asked);
    }),
  );
}
