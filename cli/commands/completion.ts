import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';
import { completionScript, SHELLS } from '../completion.ts';

/** `orders completion`: what bash and zsh have to source. */
export function addCompletion(program: Command, context: Context): void {
  program
    .command('completion')
    .summary('print the completion script for bash or zsh')
    .description(
      'Prints a script that completes this command line. For bash: source <(orders completion bash)',
    )
    .addArgument(new Argument('<shell>', 'bash or zsh').choices(SHELLS))
    .action(
      action(context, z.object({}), async ({ shell, args }) => {
        shell.out(completionScript(args[0]));
        return undefined;
      }),
    );
}
