import type { Context } from 'hono';
import { z } from 'zod';
import { type OperationName, operations, parseExact, type RequestOf } from '../pandapon/index.ts';
import { type Call, CODES, type Reply } from './behaviour.ts';
import { behaviours } from './behaviours/index.ts';

/** A request as it came: the query of a GET, else the JSON of the body; with what stands in the path. */
export type RawRequest = { kind: 'json'; value: unknown } | { kind: 'not-json'; value: null };

/** Reads a request without judging it. */
export async function readRequest(c: Context): Promise<RawRequest> {
  const inPath: Record<string, string> = c.req.param();
  if (c.req.method === 'GET') return { kind: 'json', value: { ...c.req.query(), ...inPath } };
  try {
    const body = parseExact(await c.req.text());
    const members = typeof body === 'object' && body !== null && !Array.isArray(body);
    return { kind: 'json', value: members ? { ...body, ...inPath } : body };
  } catch {
    return { kind: 'not-json', value: null };
  }
}

/** Does what the operation does, or refuses a request that does not fit it. */
export function carryOut<Name extends OperationName>(
  name: Name,
  raw: RawRequest,
  call: Omit<Call<Name>, 'request'>,
): Reply {
  if (raw.kind === 'not-json') return invalid('the body is not JSON');
  const schema: z.ZodType = operations[name].request;
  const read = z.safeDecode(schema, raw.value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return invalid(`/${issue?.path.join('/') ?? ''} ${issue?.message ?? 'does not fit'}`);
  }
  // The parser's edge: the schema of this very name has just read it.
  return behaviours[name]({ ...call, request: read.data as RequestOf<Name> });
}

const invalid = (why: string): Reply => ({
  kind: 'refused',
  code: CODES.INVALID_PARAM,
  msg: `INVALID_PARAM ${why}`,
});
