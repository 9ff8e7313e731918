import { randomUUID } from 'node:crypto';
import { errorFor } from '../client/errors.ts';
import type { Call } from './operation.ts';
import type { Door } from './orders-port.ts';

/** What an `Idempotency-Key` may be. */
const KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * Who speaks, and under which key it counts once: the caller's `Idempotency-Key`, or one made here.
 *
 * @throws INVALID when the header is too long or not plain
 */
export function doorOf({ context, caller }: Call): Door {
  const given = context.req.header('idempotency-key');
  if (given !== undefined && !KEY.test(given)) {
    throw errorFor('INVALID', 'The header Idempotency-Key must be 1-128 visible ASCII characters.');
  }
  return { operator: caller.name, idempotencyKey: given ?? randomUUID() };
}
