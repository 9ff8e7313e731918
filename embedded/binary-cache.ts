import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where downloaded programs are kept between runs: `$XDG_CACHE_HOME` or `~/.cache`, then `pandapon-orders`. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const home = env['XDG_CACHE_HOME'];
  return join(home !== undefined && home !== '' ? home : join(homedir(), '.cache'), 'pandapon-orders');
}

/**
 * Fills `directory` once. `fill` writes into a directory of its own beside it, which then takes the name in one step:
 * two processes at once, or one that dies half-way, never leave a half-filled one. Who comes second drops its own.
 * Throws what `fill` throws, after removing what it wrote.
 */
export async function fillOnce(directory: string, fill: (own: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  const own = await mkdtemp(`${directory}.filling-`);
  try {
    await fill(own);
    await rename(own, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
