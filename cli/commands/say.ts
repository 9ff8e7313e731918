import type { Command as Subcommand } from 'commander';
import { z } from 'zod';
import type { Command } from '../../contract/index.ts';
import { action, type Context } from '../action.ts';
import { ID_ARGUMENT } from './id-argument.ts';

const options = z.object({
  note: z.string().optional(),
  revision: z.coerce.number('takes a number').optional(),
  key: z.string().optional(),
  patch: z.string().optional(),
  lines: z.string().optional(),
  until: z.string().optional(),
  upToFen: z.string().optional(),
  upToYuan: z.string().optional(),
});
export type SayOptions = z.output<typeof options>;

interface Said {
  summary: string;
  description?: string;
  /** Options beside those that every command takes. */
  own?: (subcommand: Subcommand) => Subcommand;
}

const UNTIL = 'an instant such as 2026-01-31T08:00:00Z, a day, or 3d from now';

/** What can be said to a run, in the order in which help shows it (contract/stuck.ts has what each does for which reason). */
const SAID: Record<Command, Said> = {
  approve: {
    summary: 'say yes to the sum shown, or up to a limit',
    description:
      'Says yes to the sum that is shown (the tolerance of its policy on top, as always), or up to a hard limit.',
    own: (subcommand) =>
      subcommand
        .option('--up-to-fen <fen>', 'a hard limit, in fen')
        .option('--up-to-yuan <yuan>', 'the same in yuan, such as 1200.00'),
  },
  retry: {
    summary: 'look at the platform, then do the step again if it is needed',
    description:
      'Looks at the platform first, then does the step again if it is still needed; with --patch or --lines, with a corrected request.',
    own: (subcommand) =>
      subcommand
        .option('--patch <json>', 'a JSON merge patch of the request, or @file')
        .option('--lines <json>', 'changes by line index, {"3":{"quantity":5},"7":null}, or @file')
        .option('--until <instant>', `the deadline then stands at ${UNTIL}`),
  },
  skip: { summary: 'go on without what it waits for' },
  abort: {
    summary: 'end it: cancel what is unpaid, let go of what is paid',
    description:
      'Ends it: cancels what is unpaid, lets go of what is paid (the order lives on at the platform, nobody here confirms or refunds it). Said again before it is done, it ends at once.',
  },
  adopt: {
    summary: 'these platform orders are ours',
    own: (subcommand) => subcommand.argument('<orders...>', 'ids of platform orders'),
  },
  hold: {
    summary: 'send no create, pay or confirm until released',
    own: (subcommand) => subcommand.option('--until <instant>', `released by itself at ${UNTIL}`),
  },
  release: { summary: 'end the hold' },
  cancel: { summary: 'cancel what is unpaid; what is paid is left running' },
  'confirm-receipt': {
    summary: 'the goods are here: confirm the receipt, which pays the seller',
    own: (subcommand) => subcommand.option('--lines <indexes>', 'only these lines, such as 0,2'),
  },
};

/** `orders approve`, `retry`, `skip` ...: one command to one purchase or order. */
export function addCommands(program: Subcommand, context: Context): void {
  for (const command of Object.keys(SAID)) if (isSaid(command)) addCommand(program, context, command);
}

const isSaid = (name: string): name is Command => Object.hasOwn(SAID, name);

function addCommand(program: Subcommand, context: Context, command: Command): void {
  const { summary, description, own = (subcommand) => subcommand } = SAID[command];
  const subcommand = program
    .command(command)
    .summary(summary)
    .description(description ?? `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .argument('<id>', ID_ARGUMENT);
  own(subcommand)
    .option('--note <text>', 'why; it stays in the timeline')
    .option('--revision <n>', 'stuck.revision as you saw it: refused if somebody was quicker')
    .option('--key <key>', 'an idempotency key: said again with it, the command has its effect once')
    .action(
      action(context, options, async (asked) => {
        const { say } = await import('../say.ts');
        return say(command, asked);
      }),
    );
}
