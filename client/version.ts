import { createRequire } from 'node:module';
import { z } from 'zod';

/** The version of this release, as its package says it. */
export const { version } = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)('pandapon-orders/package.json'));
