import type { IncomingMessage } from 'node:http';
import { errorFor } from '../client/errors.ts';
import { parseExact } from '../pandapon/index.ts';
import { readRawBody } from './raw-body.ts';
import { repeatedMember } from './repeated-member.ts';

/** 1 MiB: a purchase of a thousand lines has a tenth of it. */
export const JSON_LIMIT_BYTES = 1024 * 1024;
/** A body that takes longer than this is not waited for. */
const PATIENCE_MS = 30_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body exactly as it was sent: UTF-8, no member twice, numbers not rounded (integers beyond 2^53 come as
 * bigint, which no schema of ours takes). No body at all is `undefined`.
 *
 * @throws `UNSUPPORTED_MEDIA_TYPE`, `TOO_LARGE` or `BAD_JSON`
 */
export async function readJsonBody(
  incoming: IncomingMessage,
  limitBytes = JSON_LIMIT_BYTES,
): Promise<unknown> {
  if (!isIdentity(incoming.headers['content-encoding'])) {
    throw errorFor('UNSUPPORTED_MEDIA_TYPE', 'Send the body without a content encoding.');
  }
  const declared = incoming.headers['content-type'];
  if (declared !== undefined && !isJson(declared)) throw wrongType();
  const bytes = await readWithPatience(incoming, limitBytes);
  if (bytes.length === 0) return undefined;
  if (declared === undefined) throw wrongType();
  return parse(decode(bytes));
}

async function readWithPatience(incoming: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await readRawBody(incoming, { limitBytes, signal });
  } catch (error) {
    if (error === signal.reason) throw badJson(`The body did not arrive within ${PATIENCE_MS / 1000} s.`);
    throw error;
  }
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw badJson('The body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  let value: unknown;
  try {
    value = parseExact(text);
  } catch {
    // the parser's own sentence quotes the body
    throw badJson('The body is not JSON, or is nested deeper than 100 levels.');
  }
  const pointer = repeatedMember(text);
  if (pointer !== null) {
    throw badJson('A member stands twice in one object.', pointer);
  }
  return value;
}

const isIdentity = (encoding: string | undefined): boolean =>
  encoding === undefined || encoding.trim().toLowerCase() === 'identity';

function isJson(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  return (
    type.trim() === 'application/json' &&
    parameters.every((parameter) => /^\s*(?:charset\s*=\s*"?utf-?8"?)?\s*$/.test(parameter))
  );
}

const wrongType = () => errorFor('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json in UTF-8.');

const badJson = (detail: string, pointer?: string) =>
  errorFor(
    'BAD_JSON',
    detail,
    pointer === undefined ? {} : { errors: [{ pointer, message: 'stands twice' }] },
  );
