import type { Keys } from './keys.ts';

/** Addresses of a stack; all on this machine. */
export interface StackAddresses {
  temporal: string;
  temporalUi: string | null;
  sandbox: { host: string; port: number };
  gateway: { host: string; port: number };
  metricsPort: number;
}

export interface ChildEnvironmentOptions {
  /** What the parts inherit where the stack does not decide it itself: `LOG_LEVEL`, `SANDBOX_SPEED`, time-outs. */
  inherited: NodeJS.ProcessEnv;
  addresses: StackAddresses;
  keys: Keys;
  /** A file with an empty profile: one in the user's own one must not lead a part to another Temporal. */
  temporalConfigFile: string;
  /** Where the sandbox keeps its orders; undefined: in memory. */
  sandboxData: string | undefined;
  encrypt: boolean;
}

export const urlOf = ({ host, port }: { host: string; port: number }): string => `http://${host}:${port}`;

/** Variables that would lead a part out of the stack, or contradict what the stack sets. */
const NOT_INHERITED =
  /^(TEMPORAL_.*|PANDAPON_(BASE_URL|ACCESS_KEY|ACCESS_SECRET|USER_ID|ENDPOINTS)(_FILE)?|PAYLOAD_KEYS|npm_.*|NODE_OPTIONS|VITEST.*)$/;

/** The whole configuration of every part, as environment variables: the parts know no other. */
export function childEnvironment(options: ChildEnvironmentOptions): NodeJS.ProcessEnv {
  const { inherited, addresses, keys, temporalConfigFile, sandboxData, encrypt } = options;
  const { sandbox, gateway } = addresses;
  const kept = Object.entries(inherited).filter(([name]) => !NOT_INHERITED.test(name));
  return {
    LOG_FORMAT: 'json',
    ...Object.fromEntries(kept),
    TEMPORAL_ADDRESS: addresses.temporal,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_CONFIG_FILE: temporalConfigFile,
    ...(addresses.temporalUi === null ? {} : { TEMPORAL_UI_URL: addresses.temporalUi }),
    PANDAPON_BASE_URL: urlOf(sandbox),
    PANDAPON_ACCESS_KEY: keys.accessKey,
    PANDAPON_ACCESS_SECRET: keys.accessSecret,
    PANDAPON_USER_ID: keys.userId,
    ...(encrypt ? { PAYLOAD_KEYS: inherited['PAYLOAD_KEYS'] || keys.payloadKeys } : {}),
    // Ours beside those that were given: the one that is printed works.
    GATEWAY_API_KEYS: [
      inherited['GATEWAY_API_KEYS'],
      `local:${keys.gatewayKey}`,
      `temporal-ui:${keys.codecKey}:codec`,
    ]
      .filter(Boolean)
      .join(','),
    METRICS_PORT: `${addresses.metricsPort}`,
    GATEWAY_HOST: gateway.host,
    GATEWAY_PORT: `${gateway.port}`,
    SANDBOX_HOST: sandbox.host,
    SANDBOX_PORT: `${sandbox.port}`,
    SANDBOX_CALLBACK_URL: `${urlOf(gateway)}/callbacks/pandapon`,
    ...(sandboxData === undefined ? {} : { SANDBOX_DATA: sandboxData }),
  };
}
