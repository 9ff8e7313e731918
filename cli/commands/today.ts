import type { Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';

/** `orders today`: one page to begin the day with. */
export function addToday(program: Command, context: Context): void {
  program
    .command('today')
    .summary('what waits for you, what is due today, what sellers closed')
    .description(
      "What waits for you (planned waits too), what is due until the end of today, what sellers closed, and how much is open in each stage. Today ends by this system's clock.",
    )
    .action(
      action(context, z.object({}), async (asked) => {
        const { today } = await import('../today.ts');
        return today(asked);
      }),
    );
}
