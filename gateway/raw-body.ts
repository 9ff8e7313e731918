import type { IncomingMessage } from 'node:http';
import { errorFor } from '../client/errors.ts';

/** How much of a body is taken, and until when. */
export interface BodyLimits {
  limitBytes: number;
  /** Reading stops when it aborts. */
  signal?: AbortSignal;
}

/**
 * The bytes of a request body as they came. Memory is bounded by the limit: what is above it is not kept.
 *
 * @throws `TOO_LARGE` above the limit, `BAD_JSON` when the sender broke off; the signal's reason when it aborts
 */
export async function readRawBody(incoming: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const { limitBytes, signal } = limits;
  const declared = Number(incoming.headers['content-length'] ?? 0);
  if (declared > limitBytes) throw tooLarge(limitBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  return await new Promise<Buffer>((resolve, reject) => {
    const settle = (end: () => void) => {
      incoming.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
      signal?.removeEventListener('abort', onAbort);
      end();
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) settle(() => reject(tooLarge(limitBytes)));
      else chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve(Buffer.concat(chunks, size)));
    const onBroken = () =>
      settle(() => reject(errorFor('BAD_JSON', 'The body ended before it was complete. Send it again.')));
    const onAbort = () => settle(() => reject(signal?.reason));
    if (incoming.readableEnded) return resolve(Buffer.alloc(0));
    if (incoming.destroyed) return onBroken();
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    incoming.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}

const tooLarge = (limitBytes: number) =>
  errorFor('TOO_LARGE', `The body is larger than ${limitBytes / 1024} KiB.`);
