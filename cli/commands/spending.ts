import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';

const options = z.object({ note: z.string().optional() });
export type SpendingOptions = z.output<typeof options>;

/** `orders spending [on|off]`: shows or turns the switch. */
export function addSpending(program: Command, context: Context): void {
  program
    .command('spending')
    .summary('show, or turn off and on, whether money may move')
    .description(
      'Without an argument: whether money may move, since when, and who said so. off: no create, pay or confirm leaves any more; reads go on, nothing fails, and it stays off over every restart.',
    )
    .addArgument(new Argument('[state]', 'on or off').choices(['on', 'off']))
    .option('--note <text>', 'why')
    .action(
      action(context, options, async (asked) => {
        const { spending } = await import('../spending.ts');
        return spending(asked);
      }),
    );
}
