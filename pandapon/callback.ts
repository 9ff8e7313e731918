import { createHmac, timingSafeEqual } from 'node:crypto';

/** Callbacks: proof that they come from the platform (docs/reference/platform.md, "Callbacks"). */

export interface CallbackToSign {
  accessKey: string;
  secret: string;
  /** The bytes as they are on the wire. */
  rawBody: Uint8Array | string;
}

/** The `Authorization` of a callback: lower hex HMAC-SHA256 over access key and raw body. */
export function signCallback({ accessKey, secret, rawBody }: CallbackToSign): string {
  return createHmac('sha256', secret).update(accessKey, 'utf8').update(rawBody).digest('hex');
}

export interface CallbackToVerify {
  /** The header, or what stands for its absence. */
  authorization: string | null | undefined;
  rawBody: Uint8Array | string;
  accessKey: string;
  /** Each is tried. */
  secrets: readonly string[];
}

/** True when one of the secrets signed exactly these bytes. Takes the same time for each wrong signature. */
export function verifyCallback({ authorization, rawBody, accessKey, secrets }: CallbackToVerify): boolean {
  const given = Buffer.from(authorization?.trim().toLowerCase() ?? '', 'utf8');
  let right = false;
  for (const secret of secrets) {
    const wanted = Buffer.from(signCallback({ accessKey, secret, rawBody }), 'utf8');
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) right = true;
  }
  return right;
}
