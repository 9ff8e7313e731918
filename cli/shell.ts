import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import type { Environment } from '../pandapon/index.ts';
import { EXIT } from './exit-codes.ts';

/** Where a command runs: all that it may read and write apart from files, so that tests can stand in for a terminal. */
export interface Shell {
  readonly environment: Environment;
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Standard output is a terminal: it may be redrawn. */
  readonly drawable: boolean;
  /** A person sits at both ends and can be asked. */
  readonly interactive: boolean;
  /** Columns of the terminal; without one, as many as a table likes. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  readInput(): Promise<string>;
  /** Asks the person; the answer without blanks around it. Only where `interactive`. */
  ask(question: string): Promise<string>;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly stopped: AbortSignal;
  /** The name that this system knows the person by. */
  readonly user: string;
}

/** What does not end by itself after it was asked to is ended after so long. */
const STOP_WITHIN_MS = 2_000;

/** The shell of this process. Ctrl-C and SIGTERM abort `stopped`; npm may pass the same one on a second time. */
export function processShell(): Shell {
  const { stdin, stdout, stderr } = process;
  // `orders stuck | head` closes our output early: that is no error.
  stdout.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const stop = new AbortController();
  const stopping = (): void => {
    stop.abort();
    setTimeout(() => process.exit(EXIT.interrupted), STOP_WITHIN_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stopping);
  return {
    environment: process.env,
    out: (written) => void stdout.write(written),
    err: (written) => void stderr.write(written),
    drawable: stdout.isTTY === true,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    get columns() {
      return stdout.isTTY ? stdout.columns : undefined;
    },
    get rows() {
      return stdout.isTTY ? stdout.rows : undefined;
    },
    readInput: () => text(stdin),
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return (await lines.question(question, { signal: stop.signal })).trim();
      } finally {
        lines.close();
      }
    },
    stopped: stop.signal,
    user: systemUser(process.env),
  };
}

/** A container may run under a number that has no name. */
function systemUser(environment: Environment): string {
  try {
    return userInfo().username;
  } catch {
    return environment['USER'] || 'unnamed';
  }
}
