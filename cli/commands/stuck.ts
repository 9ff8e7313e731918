import { type Command, Option } from 'commander';
import { z } from 'zod';
import { STUCK_REASONS } from '../../contract/index.ts';
import { action, type Context } from '../action.ts';
import { addPageOptions, pageOptions } from './page-options.ts';

const options = z.object({
  reason: z.string().optional(),
  planned: z.boolean().optional(),
  user: z.string().optional(),
  label: z.string().optional(),
  ...pageOptions,
});
export type StuckOptions = z.output<typeof options>;

/** `orders stuck`: what waits for a person. */
export function addStuck(program: Command, context: Context): void {
  const command = program
    .command('stuck')
    .summary('list what waits for a person, oldest first')
    .description(
      'Lists what waits for a person, oldest first, with what can be said to each. No worker is needed.',
    )
    .addOption(new Option('--reason <reason>', 'only for this reason').choices(STUCK_REASONS))
    .option('--planned', 'planned waits too: approvals, payments by hand, holds')
    .option('--user <id>', 'of this platform user')
    .option('--label <name=value>', 'with this label');
  addPageOptions(command).action(
    action(context, options, async (asked) => {
      const { stuck } = await import('../stuck.ts');
      return stuck(asked);
    }),
  );
}
