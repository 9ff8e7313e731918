import { Command, Option } from 'commander';
import type { Context } from './action.ts';
import { addBulk } from './commands/bulk.ts';
import { addCall } from './commands/call.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addGoods } from './commands/goods.ts';
import { addList } from './commands/list.ts';
import { addCommands } from './commands/say.ts';
import { addSetup } from './commands/setup.ts';
import { addShow } from './commands/show.ts';
import { addSpending } from './commands/spending.ts';
import { addStart } from './commands/start.ts';
import { addStuck } from './commands/stuck.ts';
import { addToday } from './commands/today.ts';
import { addWatch } from './commands/watch.ts';
import { oneLine } from './text/one-line.ts';

/** The command line of `orders`, whole. Each command loads what it needs when it runs: `--help` and completion stay quick. */
export function buildProgram(context: Context, version: string): Command {
  const { shell } = context;
  const program = new Command('orders')
    .description('Purchases on 1688: start them, see where they stand, say what to do.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.out(text),
      writeErr: (text) => shell.err(text),
      getOutHelpWidth: () => shell.columns ?? 100,
      getErrHelpWidth: () => shell.columns ?? 100,
      outputError: (text, write) => write(`${oneLine(text.replace(/^error: /, 'orders: '))}\n`),
    })
    .configureHelp({ showGlobalOptions: true })
    .addOption(new Option('-o, --output <form>', 'text or json').choices(['text', 'json']).default('text'))
    .option('--by <name>', 'who says it (default: your name on this system)')
    .option('--profile <name>', "a profile of Temporal's configuration file")
    .option('--address <host:port>', 'of Temporal, instead of TEMPORAL_ADDRESS')
    .option('--namespace <name>', 'of Temporal, instead of TEMPORAL_NAMESPACE')
    .addHelpText('after', '\nExit codes, examples: docs/reference/cli.md');

  program.commandsGroup('Start and look:');
  addStart(program, context);
  addToday(program, context);
  addStuck(program, context);
  addList(program, context);
  addShow(program, context);
  addWatch(program, context);
  program.commandsGroup('Say what to do:');
  addCommands(program, context);
  addBulk(program, context);
  addSpending(program, context);
  program.commandsGroup('The platform and the set-up:');
  addGoods(program, context);
  addCall(program, context);
  addSetup(program, context);
  addDoctor(program, context);
  addCompletion(program, context);
  return program;
}
