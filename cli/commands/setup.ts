import type { Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';

const options = z.object({ rekey: z.boolean().optional() });

/** `orders setup`: prepares the namespace. */
export function addSetup(program: Command, context: Context): void {
  program
    .command('setup')
    .summary('prepare the Temporal namespace; says what it changed')
    .description(
      'Prepares the Temporal namespace: makes it, sets its retention (RETENTION_DAYS), adds the search attributes and writes down which platform and access key it belongs to. Changes nothing where all is as it should be.',
    )
    .option('--rekey', 'the access key was changed: write down the new one')
    .action(
      action(context, options, async (asked) => {
        const { setUp } = await import('../set-up.ts');
        return setUp(asked);
      }),
    );
}
