import type { Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';

const options = z.object({
  json: z.string().optional(),
  file: z.string().optional(),
  watch: z.boolean().optional(),
});

/** `orders start`: posts a purchase. */
export function addStart(program: Command, context: Context): void {
  program
    .command('start')
    .summary('start a purchase; the same body again starts nothing')
    .description(
      'Starts a purchase out of the body of POST /v1/purchases. The same id with the same body again answers the first one; with another body it is refused. No worker is needed.',
    )
    .option('--json <body>', 'the body')
    .option('-f, --file <path>', 'a file with the body; - is standard input')
    .option('-w, --watch', 'then watch it to its end')
    .action(
      action(context, options, async (asked) => {
        const { start } = await import('../start.ts');
        return start(asked);
      }),
    );
}
