import { type Command, Option } from 'commander';
import { z } from 'zod';
import { STUCK_REASONS } from '../../contract/index.ts';
import { action, type Context } from '../action.ts';

const options = z.object({
  reason: z.enum(STUCK_REASONS).optional(),
  ids: z.array(z.string()).optional(),
  all: z.boolean().optional(),
  dryRun: z.boolean().optional(),
  note: z.string().optional(),
  until: z.string().optional(),
});
export type BulkOptions = z.output<typeof options>;

/** `orders bulk retry`: many at once. */
export function addBulk(program: Command, context: Context): void {
  program
    .command('bulk')
    .summary('retry many at once')
    .description('Commands to many at once.')
    .command('retry')
    .summary('retry what waits: for one reason, some ids, or all')
    .description(
      'Retries what waits for a person, about fifty a second, each once. Planned waits are left alone. Ends with 0 when every item was retried, with 8 when one was not.',
    )
    .addOption(new Option('--reason <reason>', 'what waits for this reason').choices(STUCK_REASONS))
    .option('--ids <ids...>', 'these purchases and orders (commas or blanks between them)')
    .option('--all', 'everything that waits unplanned')
    .option('--dry-run', 'say what would be done, do nothing')
    .option('--until <instant>', 'deadlines then stand at: an instant, a day, or 3d from now')
    .option('--note <text>', 'why')
    .action(
      action(context, options, async (asked) => {
        const { bulkRetry } = await import('../bulk.ts');
        return bulkRetry(asked);
      }),
    );
}
