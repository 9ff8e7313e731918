import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface RunningProcess {
  readonly pid: number;
  /** What it wrote so far, both streams. */
  output(): string;
  /** Its streams' lines so far; empty ones left out. */
  lines(): string[];
  /** Resolves once a line of its output fits; rejects when it ends before. */
  said(pattern: RegExp): Promise<void>;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
}

export interface ProcessOptions {
  /** The whole environment besides PATH and HOME. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

/** Runs a program as a user would, and makes sure that it is gone when the test is over. */
export function start(
  command: string,
  args: string[],
  { env = {}, cwd = ROOT }: ProcessOptions = {},
): RunningProcess {
  const inherited = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
  };
  const child = spawn(command, args, {
    env: { ...inherited, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await ended.catch(() => {});
    clearTimeout(late);
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    lines: () => output.split('\n').filter((line) => line.trim() !== ''),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(output)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended without ${pattern}:\n${output}`)), reject);
      }),
    ended,
    kill: (signal) => child.kill(signal),
  };
}

/** `npm run <script>`, as the documentation says it. */
export const npmRun = (script: string, options?: ProcessOptions): RunningProcess =>
  start('npm', ['run', '--silent', script], options);

/** A main file with tsx, for those that must run in another folder. */
export const runMain = (main: string, args: string[], options?: ProcessOptions): RunningProcess =>
  start(process.execPath, ['--import', import.meta.resolve('tsx'), `${ROOT}/${main}`, ...args], options);

/** Processes that a process started, and those that they started, as the kernel lists them. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
