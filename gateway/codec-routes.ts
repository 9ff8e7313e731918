import type { Payload, PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import { errorFor } from '../client/errors.ts';
import { anyQuery, noParams, type Operation, operation } from './operation.ts';
import { named } from './view-schemas.ts';

/** Temporal's codec-server protocol, so that its UI and CLI show clear text to someone with a key. */

/** A page of history in one request; Temporal's own limit is 4 MiB a message. */
const LIMIT_BYTES = 8 * 1024 * 1024;

const base64 = z.base64('must be base64');
const payloads = named(
  'Payloads',
  z.object({
    payloads: z
      .array(
        named(
          'Payload',
          z.object({ metadata: z.record(z.string(), base64).exactOptional(), data: base64.exactOptional() }),
        ),
      )
      .max(10_000),
  }),
);
type WirePayloads = z.output<typeof payloads>;

const DIRECTIONS = ['encode', 'decode'] as const;
type Direction = (typeof DIRECTIONS)[number];

/**
 * The routes by header, and by a key in the path: a browser on the Temporal UI can send no header of ours. A key in a
 * path may have no other role than `codec`, because paths are seen.
 *
 * @param codec null: payloads are not encrypted, and pass through
 */
export function codecRoutes(codec: PayloadCodec | null): Operation[] {
  const shared = {
    method: 'post',
    tag: 'Codec',
    query: anyQuery,
    lane: () => 'codec' as const,
    body: { schema: payloads, required: true, limitBytes: LIMIT_BYTES },
    answers: { 200: { description: 'The payloads, in the same order.', schema: payloads } },
  } as const;
  return DIRECTIONS.flatMap((direction) => [
    operation({
      ...shared,
      id: `${direction}Payloads`,
      path: `/codec/${direction}`,
      role: 'codec',
      summary: `${direction === 'encode' ? 'Encrypt' : 'Decrypt'} payloads, for Temporal's CLI`,
      params: noParams,
      handle: async ({ body }) => ({ status: 200, body: await convert(codec, direction, body) }),
    }),
    operation({
      ...shared,
      id: `${direction}PayloadsByPath`,
      path: `/codec/{key}/${direction}`,
      role: 'codec',
      keyInPath: true,
      summary: `${direction === 'encode' ? 'Encrypt' : 'Decrypt'} payloads, for Temporal's UI`,
      description: 'The key must have the role `codec` and no other.',
      params: z.object({ key: z.string() }),
      handle: async ({ body }) => ({ status: 200, body: await convert(codec, direction, body) }),
    }),
  ]);
}

async function convert(
  codec: PayloadCodec | null,
  direction: Direction,
  body: unknown,
): Promise<WirePayloads> {
  const { success, data } = payloads.safeParse(body);
  if (!success)
    throw errorFor('INVALID', 'The body is not {"payloads": [{"metadata", "data"}]} with base64.');
  if (codec === null) return data;
  try {
    const converted = await codec[direction](data.payloads.map(fromWire));
    return { payloads: converted.map(toWire) };
  } catch {
    // what is wrong with a payload is said without its content
    throw errorFor('INVALID', `A payload can't be ${direction}d: its key is gone, or it is damaged.`);
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');
const text = (data: Uint8Array): string => Buffer.from(data).toString('base64');

function fromWire({ metadata, data }: WirePayloads['payloads'][number]): Payload {
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, bytes(value)])),
    data: bytes(data ?? ''),
  };
}

function toWire({ metadata, data }: Payload): WirePayloads['payloads'][number] {
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, text(value)])),
    data: text(data ?? new Uint8Array()),
  };
}
