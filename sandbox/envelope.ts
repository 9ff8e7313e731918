import { randomUUID } from 'node:crypto';
import { stringifyExact } from '../pandapon/index.ts';
import type { Reply } from './behaviour.ts';

/** The developer all calls belong to, a text as in the documented samples. */
const DEVELOPER_ID = '1110000000000000001';

/** 32 hex characters, fresh for each call. */
export const newRequestId = (): string => randomUUID().replaceAll('-', '');

/** The JSON of an answer (docs/reference/platform.md, "Envelope"). */
export function envelope(requestId: string, code: number, msg: string, data: unknown = null): string {
  return stringifyExact({ requestId, code, developId: DEVELOPER_ID, msg, data });
}

/** The JSON of a reply as it would go out if nothing spoilt it. */
export function envelopeOf(requestId: string, reply: Exclude<Reply, { kind: 'lost' }>): string {
  return reply.kind === 'refused'
    ? envelope(requestId, reply.code, reply.msg)
    : envelope(requestId, 200, '成功', reply.data);
}
