import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CommandLine {
  command: string;
  args: string[];
}

/**
 * How to run a main file of this project as a process of its own, from the sources (with tsx) or from `dist/` (plain node),
 * like the calling file itself. `main` is the path from the project's root without its ending: `worker/main`.
 */
export function entryPoint(main: string, ...args: string[]): CommandLine {
  const ending = extname(fileURLToPath(import.meta.url));
  const path = fileURLToPath(new URL(`../${main}${ending}`, import.meta.url));
  // One process each: the `tsx` command would add a second one that relays signals.
  const loader = ending === '.ts' ? ['--import', import.meta.resolve('tsx')] : [];
  return { command: process.execPath, args: [...loader, path, ...args] };
}
