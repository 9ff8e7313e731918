import type { Command } from 'commander';
import { z } from 'zod';
import type { Environment } from '../pandapon/index.ts';
import { EXIT } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { UsageError } from './usage-error.ts';

/** One run of `orders`: where it runs, and how it ended. */
export interface Context {
  readonly shell: Shell;
  exitCode: number;
}

const globalOptions = z.object({
  output: z.enum(['text', 'json']),
  by: z.string().optional(),
  profile: z.string().optional(),
  address: z.string().optional(),
  namespace: z.string().optional(),
});

/** The options that every command takes. */
export type GlobalOptions = z.output<typeof globalOptions>;

/** What a command was asked. */
export interface Asked<Options> {
  readonly shell: Shell;
  /** Operands, in their order. */
  readonly args: readonly string[];
  readonly options: Options;
  readonly globals: GlobalOptions;
  /** Results for scripts, one JSON text a line. */
  readonly json: boolean;
}

/** Carries a command out; answers the exit code where it is not 0. */
export type Act<Options> = (asked: Asked<Options>) => Promise<number | undefined>;

/** An action for commander: reads the options by their schema (commander itself has no types for them). */
export function action<Options>(context: Context, schema: z.ZodType<Options>, act: Act<Options>) {
  return async function (this: Command): Promise<void> {
    const globals = globalOptions.parse(this.optsWithGlobals());
    const asked = {
      shell: context.shell,
      args: this.args,
      options: readOptions(schema, this.opts()),
      globals,
      json: globals.output === 'json',
    };
    context.exitCode = (await act(asked)) ?? EXIT.done;
  };
}

function readOptions<Options>(schema: z.ZodType<Options>, given: unknown): Options {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `--${flagOf(path.join('-'))} ${message}`);
  throw new UsageError(wrong.join('; '));
}

const flagOf = (member: string): string => member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The environment with what the command line says of Temporal: as with Temporal's own CLI, that goes before. */
export function environmentOf({ shell, globals }: Pick<Asked<unknown>, 'shell' | 'globals'>): Environment {
  const { address, namespace } = globals;
  return {
    ...shell.environment,
    ...(address === undefined ? {} : { TEMPORAL_ADDRESS: address }),
    ...(namespace === undefined ? {} : { TEMPORAL_NAMESPACE: namespace }),
  };
}
