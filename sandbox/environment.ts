import { z } from 'zod';
import { type Environment, readPandaponEnvironment, readVariables } from '../pandapon/index.ts';
import type { SandboxOptions } from './server.ts';

const SPEED = 'must be a number above 0 and at most 100000';

const PORT = 'must be a port from 0 (any free one) to 65535';
const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: PORT, abort: true })
  .transform(Number)
  .refine((number) => number <= 65_535, PORT);

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

const variables = {
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  SANDBOX_PORT: port.default(8090),
  SANDBOX_CALLBACK_URL: address.optional(),
  SANDBOX_PUBLIC_URL: address.optional(),
  SANDBOX_DATA: z.string().optional(),
  SANDBOX_SPEED: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, { error: SPEED, abort: true })
    .transform(Number)
    .refine((speed) => speed >= 0.001 && speed <= 100_000, SPEED)
    .optional(),
};

/**
 * Reads `SANDBOX_*` and the `PANDAPON_*` variables that say who may call.
 * @throws ConfigurationError in one line naming every variable that is missing or wrong.
 */
export function readSandboxEnvironment(environment: Environment): SandboxOptions {
  const read = readVariables(environment, variables);
  const { credentials, endpoints } = readPandaponEnvironment(environment);
  const { accessKey, secrets } = credentials();
  return {
    accessKey,
    secret: secrets[0] ?? '',
    endpoints,
    host: read.SANDBOX_HOST,
    port: read.SANDBOX_PORT,
    callbackUrl: read.SANDBOX_CALLBACK_URL,
    dataDirectory: read.SANDBOX_DATA,
    speed: read.SANDBOX_SPEED,
    ...(read.SANDBOX_PUBLIC_URL && { settings: { publicUrl: read.SANDBOX_PUBLIC_URL } }),
  };
}
