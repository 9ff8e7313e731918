import type { Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';
import { ID_ARGUMENT } from './id-argument.ts';

/** `orders watch`: one purchase or order, redrawn with each change. */
export function addWatch(program: Command, context: Context): void {
  program
    .command('watch')
    .summary('watch one purchase or order to its end')
    .description(
      'Shows one purchase or order, again with each change, until it has ended. On a terminal it is redrawn; elsewhere each change is a line, with -o json each view is one. Ends with 0 when it completed, with 8 when it ended otherwise.',
    )
    .argument('<id>', ID_ARGUMENT)
    .action(
      action(context, z.object({}), async (asked) => {
        const { watch } = await import('../watch.ts');
        return watch(asked);
      }),
    );
}
