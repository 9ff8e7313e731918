import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** The secrets of an embedded stack. */
const keysSchema = z.object({
  /** What the sandbox platform knows us by. */
  accessKey: z.string().min(1),
  accessSecret: z.string().min(1),
  userId: z.string().min(1),
  /** The key for the gateway that is printed, without its name. */
  gatewayKey: z.string().min(1),
  /** One that can do no more than decode payloads: the Temporal UI sends it in the address of the codec. */
  codecKey: z.string().min(1),
  /** As `PAYLOAD_KEYS` wants it. */
  payloadKeys: z.string().min(1),
});

export type Keys = z.output<typeof keysSchema>;

/** The sandbox's account: no more than a number. */
const SANDBOX_USER = '1700000000000';

export const newKeys = (): Keys => ({
  accessKey: randomBytes(16).toString('hex'),
  accessSecret: randomBytes(24).toString('hex'),
  userId: SANDBOX_USER,
  gatewayKey: randomBytes(24).toString('base64url'),
  codecKey: randomBytes(24).toString('base64url'),
  payloadKeys: `k1:${randomBytes(32).toString('base64')}`,
});

/**
 * The keys of a stack whose state is kept: made at its first start, the same at each later one. Only the owner may read the file.
 * Throws an `Error` of one line when the file is not what we wrote.
 */
export function keptKeys(file: string): Keys {
  if (existsSync(file)) {
    try {
      return keysSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      throw new Error(`${file} cannot be read as keys: restore it, or remove the whole folder to begin anew`);
    }
  }
  const keys = newKeys();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  // The mode above is cut by the umask only, but says nothing about a file that was there already.
  chmodSync(file, 0o600);
  return keys;
}
