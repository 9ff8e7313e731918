import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { errorFor, isPandaponOrdersError } from '../client/index.ts';
import type { GatewayEnv } from './request-line.ts';

/** What an `Idempotency-Key` may be. */
const KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * The caller's `Idempotency-Key`, or one made here.
 *
 * @throws INVALID when the header is too long or not plain
 */
export function idempotencyKeyOf(context: Context<GatewayEnv>): string {
  const given = context.req.header('idempotency-key');
  if (given === undefined) return randomUUID();
  if (KEY.test(given)) return given;
  throw errorFor('INVALID', 'The header Idempotency-Key must be 1-128 visible ASCII characters.');
}

/** An error after which the same may be sent again says under which key; other errors stay as they are. */
export function withKey(error: unknown, idempotencyKey: string): unknown {
  if (!isPandaponOrdersError(error) || error.status !== 503 || error.idempotencyKey !== undefined)
    return error;
  const { code, message, retryAfterSeconds } = error;
  return errorFor(code, message, { cause: error, retryAfterSeconds, idempotencyKey });
}
