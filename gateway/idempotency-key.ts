import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { errorFor, isPandaponOrdersError } from '../client/index.ts';
import type { Call } from './operation.ts';
import type { Said } from './orders-port.ts';
import type { GatewayEnv } from './request-line.ts';

/** What an `Idempotency-Key` may be. */
const KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * Does what a caller said under its `Idempotency-Key`, or under one made here; an error after which the same may be sent
 * again names that key.
 *
 * @throws INVALID when the header does not fit; what `does` throws
 */
export async function once<T>(
  { body, caller, context }: Pick<Call, 'body' | 'caller' | 'context'>,
  does: (said: Said) => Promise<T>,
): Promise<T> {
  const idempotencyKey = idempotencyKeyOf(context);
  try {
    return await does({ body, operator: caller.name, idempotencyKey });
  } catch (error) {
    throw withKey(error, idempotencyKey);
  }
}

/**
 * The caller's `Idempotency-Key`, or one made here.
 *
 * @throws INVALID when the header is too long or not plain
 */
function idempotencyKeyOf(context: Context<GatewayEnv>): string {
  const given = context.req.header('idempotency-key');
  if (given === undefined) return randomUUID();
  if (KEY.test(given)) return given;
  throw errorFor('INVALID', 'The header Idempotency-Key must be 1-128 visible ASCII characters.');
}

/** An error after which the same may be sent again says under which key; other errors stay as they are. */
function withKey(error: unknown, idempotencyKey: string): unknown {
  if (!isPandaponOrdersError(error) || error.status !== 503 || error.idempotencyKey !== undefined)
    return error;
  const { code, message, retryAfterSeconds } = error;
  return errorFor(code, message, { cause: error, retryAfterSeconds, idempotencyKey });
}
