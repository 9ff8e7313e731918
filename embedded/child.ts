import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CommandLine } from './entry-point.ts';
import { hold, release } from './leash.ts';

export interface ChildOptions extends CommandLine {
  /** What messages call it. */
  name: string;
  env: NodeJS.ProcessEnv;
  /** Takes both its streams; lines are added at the end. */
  logFile: string;
  /** How long it may take to end after SIGTERM, in milliseconds, before SIGKILL. @default 20000 */
  graceMs?: number;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<Exit>;
  /** null while it runs. */
  exit(): Exit | null;
  /** The last line it wrote, for messages. */
  lastWords(): string;
  /** Sends a signal, if it still runs. */
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when it has ended. */
  stop(): Promise<Exit>;
}

/**
 * Starts a process that ends with this one, whatever happens to us (leash.ts).
 * Throws an `Error` of one line when it cannot be started.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, env, logFile, graceMs = 20_000 } = options;
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  // A group of its own: Ctrl-C reaches only us, and we end the parts in their order.
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);

  let exit: Exit | null = null;
  const ended = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      if (child.pid !== undefined) release(child.pid);
      resolve(exit);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`${name}: ${error.message}`)));
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${name}: it did not start`);
  hold(pid);

  const kill = (signal: NodeJS.Signals) => {
    if (exit === null) child.kill(signal);
  };
  return {
    name,
    pid,
    logFile,
    ended,
    exit: () => exit,
    lastWords: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1) ?? '',
    kill,
    async stop() {
      kill('SIGTERM');
      const late = setTimeout(() => kill('SIGKILL'), graceMs);
      const last = await ended;
      clearTimeout(late);
      return last;
    },
  };
}

/** `ended with code 1` or `was ended by SIGKILL`. */
export const describeExit = ({ code, signal }: Exit): string =>
  signal === null ? `ended with code ${code}` : `was ended by ${signal}`;

export interface ReadyOptions {
  /** @default 30000 */
  withinMs?: number;
  /** How long to wait between two tries. @default 50 */
  everyMs?: number;
}

/**
 * Waits until `probe` answers true. A probe that throws counts as "not yet".
 * Throws an `Error` of one line with the process's last words when it ends first, or when the time is over.
 */
export async function untilReady(
  child: Child,
  probe: () => Promise<boolean>,
  { withinMs = 30_000, everyMs = 50 }: ReadyOptions = {},
): Promise<void> {
  const until = Date.now() + withinMs;
  while (true) {
    const exit = child.exit();
    if (exit !== null) throw new Error(`${child.name} ${describeExit(exit)}: ${child.lastWords()}`);
    if (await probe().catch(() => false)) return;
    if (Date.now() > until) {
      throw new Error(`${child.name} is not ready after ${withinMs / 1000} s, see ${child.logFile}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
