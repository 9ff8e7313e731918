import type { z } from 'zod';
import { InvalidError } from '../client/errors.ts';
import { parseBody } from '../contract/schemas.ts';

/** Reads a filter made of options. @throws InvalidError with a pointer per member that does not fit. */
export function readFilter<Filter>(schema: z.ZodType<Filter>, filter: object): Filter {
  const { ok, errors } = parseBody(schema, filter);
  if (ok === undefined) throw new InvalidError('the options do not fit the list', { errors });
  return ok;
}
