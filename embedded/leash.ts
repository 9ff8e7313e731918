import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/**
 * A small process that ends what we started should we die without doing so ourselves (leash.sh).
 * One for all children of this process; it ends with it.
 */
let leash: ChildProcessByStdio<Writable, null, null> | undefined;

function tell(word: 'hold' | 'free', pid: number): void {
  if (leash === undefined) {
    const script = fileURLToPath(new URL('leash.sh', import.meta.url));
    // A group of its own, so that Ctrl-C in the terminal does not end it before it was needed.
    leash = spawn('sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    leash.on('error', () => {});
    leash.stdin.on('error', () => {});
    leash.unref();
    // The pipe must close with us, but must not keep us.
    if ('unref' in leash.stdin && typeof leash.stdin.unref === 'function') leash.stdin.unref();
  }
  leash.stdin.write(`${word} ${pid}\n`);
}

/** From now on the process ends with this one. */
export const hold = (pid: number): void => tell('hold', pid);

/** The process has ended; its number may be given to another. */
export const release = (pid: number): void => tell('free', pid);
