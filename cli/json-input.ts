import { readFile } from 'node:fs/promises';
import { parseExact } from '../pandapon/index.ts';
import type { Shell } from './shell.ts';
import { UsageError } from './usage-error.ts';

/** Where a JSON body stands: on the command line, in a file, or (`-`) on standard input. */
export interface JsonSource {
  json?: string | undefined;
  file?: string | undefined;
}

/**
 * Reads a JSON body, every integer with all its digits. undefined: none was given.
 * @throws UsageError in one line that names the source, never the body.
 */
export async function readJson(shell: Shell, { json, file }: JsonSource): Promise<unknown> {
  if (json !== undefined && file !== undefined) throw new UsageError('give --json or -f, not both');
  if (json !== undefined) return parseBody(json, '--json');
  if (file === undefined) return undefined;
  if (file === '-') return parseBody(await shell.readInput(), 'standard input');
  return parseBody(await textOf(file), file);
}

/** Reads an option whose value is JSON, or `@file`. */
export async function readJsonOption(shell: Shell, option: string, value: string): Promise<unknown> {
  return value.startsWith('@') ? readJson(shell, { file: value.slice(1) }) : parseBody(value, option);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new UsageError(`${file} cannot be read${code}`);
  }
}

function parseBody(text: string, source: string): unknown {
  try {
    return parseExact(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser's own words quote the body.
    const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    throw new UsageError(`${source} is not JSON${at === undefined ? '' : `: look at character ${at}`}`);
  }
}
