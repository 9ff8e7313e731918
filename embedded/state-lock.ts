import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** When the process began, in the kernel's own count; null where that can't be read (not Linux). */
function beganAt(pid: number): string | null {
  try {
    // The second member, the program's name in brackets, may hold blanks; the 22nd is the start time.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export interface StateLock {
  /** True when whoever held it before died without giving it back; its parts may be ending just now. */
  readonly leftBehind: boolean;
  release(): void;
}

/**
 * Makes this process the only one that works on a folder of state. Throws an `Error` of one line that names the other
 * process while it lives.
 */
export function lockState(file: string): StateLock {
  mkdirSync(dirname(file), { recursive: true });
  const leftBehind = existsSync(file);
  if (leftBehind) {
    const [pid = '', began = ''] = readFileSync(file, 'utf8').trim().split(' ');
    const alive = /^\d+$/.test(pid) && isAlive(Number(pid));
    // The number may belong to another process by now.
    const same = began === (beganAt(Number(pid)) ?? '');
    if (alive && same) {
      throw new Error(`already running as process ${pid} on ${dirname(file)}: stop that one first`);
    }
    rmSync(file, { force: true });
  }
  writeFileSync(file, `${process.pid} ${beganAt(process.pid) ?? ''}\n`, { flag: 'wx' });
  return { leftBehind, release: () => rmSync(file, { force: true }) };
}
