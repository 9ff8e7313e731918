import type { Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';

const options = z.object({
  json: z.string().optional(),
  file: z.string().optional(),
  user: z.string().optional(),
  list: z.boolean().optional(),
  yes: z.boolean().optional(),
  personal: z.boolean().optional(),
});

/** `orders call <operation>`: one call to the platform, without Temporal. */
export function addCall(program: Command, context: Context): void {
  program
    .command('call')
    .summary('make one call to the platform, without Temporal')
    .description(
      'Makes one call to the platform by PANDAPON_* alone and prints its data; names, addresses and phone numbers in it are hidden.',
    )
    .argument('[operation]', 'its name, such as alibaba.order.detail')
    .option('--json <body>', "the request's body, as the platform has it")
    .option('-f, --file <path>', 'a file with the body; - is standard input')
    .option('--user <id>', 'on whose behalf, instead of PANDAPON_USER_ID')
    .option('--list', 'list the operations, and where each is reached')
    .option('-y, --yes', 'send what changes something, without asking')
    .option('--personal', 'print names, addresses and phone numbers too')
    .action(
      action(context, options, async (asked) => {
        const { callOperation } = await import('../call/call-operation.ts');
        return callOperation(asked);
      }),
    );
}
