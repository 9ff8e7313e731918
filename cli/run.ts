import { type Command, CommanderError } from 'commander';
import type { Context } from './action.ts';
import { COMPLETE, candidates } from './completion.ts';
import { EXIT } from './exit-codes.ts';
import { failureLine, readFailure } from './failure.ts';
import { buildProgram } from './program.ts';
import type { Shell } from './shell.ts';

/**
 * Runs one command line and answers the exit code. Results go to standard output; why something failed is one line on
 * standard error (with `-o json` one JSON object there).
 */
export async function run(args: readonly string[], shell: Shell, version: string): Promise<number> {
  const context: Context = { shell, exitCode: EXIT.done };
  const program = buildProgram(context, version);
  if (args[0] === COMPLETE) {
    const found = await candidates(program, args.slice(1), operationNames);
    shell.out(found.map((each) => `${each}\n`).join(''));
    return EXIT.done;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    // Commander has said it already: help, the version, or what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (shell.stopped.aborted) return EXIT.interrupted;
    const failure = readFailure(error);
    const asJson = program.opts()['output'] === 'json';
    shell.err(asJson ? `${JSON.stringify({ error: failure })}\n` : `${failureLine(failure)}\n`);
    return failure.exitCode;
  }
}

/** The operations of `orders call`; loaded only to complete them. */
async function operationNames(command: Command, operand: number): Promise<readonly string[]> {
  if (command.name() !== 'call' || operand !== 0) return [];
  const { operations } = await import('../pandapon/index.ts');
  return Object.keys(operations);
}
