import type { Command } from 'commander';
import { z } from 'zod';

/** Which part of a list: a page, or all of it. */
export const pageOptions = {
  limit: z.coerce.number('takes a number').optional(),
  cursor: z.string().optional(),
  all: z.boolean().optional(),
};

/** Adds the options that every list takes. */
export const addPageOptions = (command: Command): Command =>
  command
    .option('--limit <n>', 'at most so many, 1-200 (default: 50)')
    .option('--cursor <cursor>', 'the page after the one that named this cursor')
    .option('--all', 'all of them');
