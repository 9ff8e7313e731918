import { z } from 'zod';
import { type Environment, readVariables, wholeNumber } from '../pandapon/index.ts';
import { type ApiKeys, parseApiKeys } from './api-keys.ts';

/** The settings of a gateway process beside those of the platform and of Temporal. */
export interface GatewayEnvironment {
  host: string;
  port: number;
  apiKeys: ApiKeys;
  /** Older callbacks are refused; null: any age is taken. */
  maxSkewSeconds: number | null;
  /** The one origin that may use the codec from a browser. */
  uiOrigin: string;
}

/** Five redeliveries, half an hour apart: a lower limit would refuse what the platform rightly sends again. */
const REDELIVERIES_SECONDS = 9_000;
const YEAR_SECONDS = 31_536_000;

const variables = {
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: wholeNumber('ports', { min: 0, max: 65_535 }).default(8080),
  GATEWAY_API_KEYS: z.string('is required: a comma list of name:key or name:key:role+role'),
  CALLBACK_MAX_SKEW_SECONDS: wholeNumber('seconds', { min: REDELIVERIES_SECONDS, max: YEAR_SECONDS })
    .nullable()
    .default(null),
  TEMPORAL_UI_URL: z
    .string()
    .default('http://127.0.0.1:8233')
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http or https address'),
};

/**
 * Reads `GATEWAY_*`, `CALLBACK_MAX_SKEW_SECONDS` and `TEMPORAL_UI_URL`.
 *
 * @throws ConfigurationError in one line naming what is missing or wrong, without any key
 */
export function readGatewayEnvironment(environment: Environment): GatewayEnvironment {
  const read = readVariables(environment, variables);
  return {
    host: read.GATEWAY_HOST,
    port: read.GATEWAY_PORT,
    apiKeys: parseApiKeys(read.GATEWAY_API_KEYS),
    maxSkewSeconds: read.CALLBACK_MAX_SKEW_SECONDS,
    uiOrigin: new URL(read.TEMPORAL_UI_URL).origin,
  };
}
