import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { ConfigurationError } from '../pandapon/index.ts';

/** How encrypted payloads are marked. */
export const ENCRYPTED_ENCODING = 'binary/encrypted';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID = /^[A-Za-z0-9._-]{1,64}$/;

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const text = new TextDecoder();
const bytes = new TextEncoder();

/** Keys by id; the first one encrypts, all of them decrypt. */
export type PayloadKeys = readonly [PayloadKey, ...PayloadKey[]];
export interface PayloadKey {
  id: string;
  secret: Buffer;
}

function readKey(entry: string, place: number): PayloadKey {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, Math.max(colon, 0));
  const secret = Buffer.from(entry.slice(colon + 1), 'base64');
  if (!KEY_ID.test(id) || secret.length !== KEY_BYTES)
    throw new ConfigurationError(
      `PAYLOAD_KEYS: entry ${place + 1} must be keyId:<base64 of ${KEY_BYTES} bytes>, such as k1:$(openssl rand -base64 32)`,
    );
  return { id, secret };
}

/**
 * Reads `PAYLOAD_KEYS`: a comma list of `keyId:<base64 of 32 bytes>`; undefined when it is not set.
 * @throws ConfigurationError naming the entry by its place, never by its content.
 */
export function readPayloadKeys(setting: string | undefined): PayloadKeys | undefined {
  const entries = (setting ?? '').split(',').map((entry) => entry.trim());
  const [first, ...rest] = entries.filter((entry) => entry !== '').map(readKey);
  if (first === undefined) return undefined;
  const keys: PayloadKeys = [first, ...rest];
  if (new Set(keys.map((key) => key.id)).size !== keys.length)
    throw new ConfigurationError('PAYLOAD_KEYS: two entries have the same key id');
  return keys;
}

/**
 * AES-256-GCM on whole payloads. Payloads that are not encrypted pass through, so that it can be turned on at any time;
 * one that was encrypted with a key that is gone is an error which names that key's id.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly #encrypting: PayloadKey;
  readonly #secrets: ReadonlyMap<string, Buffer>;

  constructor(keys: PayloadKeys) {
    this.#encrypting = keys[0];
    this.#secrets = new Map(keys.map((key) => [key.id, key.secret]));
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.#encrypt(payload));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.#decrypt(payload));
  }

  #encrypt(payload: Payload): Payload {
    const { id, secret } = this.#encrypting;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, secret, iv);
    const clear = PayloadMessage.encode(payload).finish();
    const sealed = Buffer.concat([iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
    return {
      metadata: { encoding: bytes.encode(ENCRYPTED_ENCODING), 'encryption-key-id': bytes.encode(id) },
      data: sealed,
    };
  }

  #decrypt(payload: Payload): Payload {
    const encoding = payload.metadata?.['encoding'];
    if (encoding === undefined || text.decode(encoding) !== ENCRYPTED_ENCODING) return payload;
    const id = text.decode(payload.metadata?.['encryption-key-id']);
    const secret = this.#secrets.get(id);
    if (secret === undefined)
      throw new ConfigurationError(`PAYLOAD_KEYS has no key "${id}", with which a payload was encrypted`);
    const sealed = Buffer.from(payload.data ?? []);
    const decipher = createDecipheriv(CIPHER, secret, sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const clear = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return PayloadMessage.decode(clear);
  }
}
