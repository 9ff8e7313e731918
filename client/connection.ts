import { Client } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { ConfigurationError, type Environment } from '../pandapon/index.ts';
import { dataConverterFrom, type PayloadHandling } from './data-converter.ts';
import { openConnection } from './retries.ts';
import { GRPC, grpcStatus } from './temporal-call.ts';

const DEFAULT_ADDRESS = 'localhost:7233';
const DEFAULT_NAMESPACE = 'default';
const CONNECT_TIMEOUT_MS = 5_000;

/** The options that Temporal's two kinds of connection (client and worker) share. */
type ConnectionOptions = ReturnType<typeof loadClientConnectConfig>['connectionOptions'];

/** Where Temporal is and how we talk to it, from `TEMPORAL_*` or a profile, by Temporal's own rules. */
export interface TemporalSettings extends PayloadHandling {
  address: string;
  namespace: string;
  /** For `NativeConnection.connect` of a worker too. */
  connectionOptions: ConnectionOptions;
}

export interface TemporalOptions {
  /** @default process.env */
  environment?: Environment | undefined;
  /** A profile of Temporal's configuration file. @default TEMPORAL_PROFILE, else "default" */
  profile?: string | undefined;
}

const onlySet = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );

/**
 * Reads where Temporal is (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS_*`, profile file) and `PAYLOAD_KEYS`.
 * @throws ConfigurationError of one line.
 */
export function readTemporalSettings(options: TemporalOptions = {}): TemporalSettings {
  const environment = options.environment ?? process.env;
  const payloads = dataConverterFrom(environment);
  const config = loadConfig(environment, options.profile);
  const address = config.connectionOptions.address ?? DEFAULT_ADDRESS;
  return {
    ...payloads,
    address,
    namespace: config.namespace ?? DEFAULT_NAMESPACE,
    connectionOptions: { ...config.connectionOptions, address },
  };
}

function loadConfig(environment: Environment, profile: string | undefined) {
  try {
    return loadClientConnectConfig({
      overrideEnvVars: onlySet(environment),
      ...(profile === undefined ? {} : { profile }),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : 'unreadable';
    throw new ConfigurationError(`Temporal's configuration (TEMPORAL_* or its file): ${why}`, {
      cause: error,
    });
  }
}

/**
 * Why Temporal could not be reached, as one line for a person.
 * For a worker too, whose connection fails with errors of its own.
 */
export function unreachable(settings: TemporalSettings, error: unknown): ConfigurationError {
  const status = grpcStatus(error);
  const refused = status?.code === GRPC.UNAUTHENTICATED || status?.code === GRPC.PERMISSION_DENIED;
  const why = refused ? 'refuses our credentials' : 'does not answer';
  const where = refused ? 'TEMPORAL_API_KEY, TEMPORAL_TLS_*' : 'TEMPORAL_ADDRESS, TEMPORAL_TLS_*';
  return new ConfigurationError(`Temporal at ${settings.address} ${why}: look at ${where}`, {
    cause: error,
  });
}

/**
 * Connects to Temporal and waits until it answers (at most 5 s).
 * @throws ConfigurationError of one line when it does not.
 */
export async function connectTemporal(settings: TemporalSettings): Promise<Client> {
  const { address = DEFAULT_ADDRESS, tls, apiKey, metadata } = settings.connectionOptions;
  const connection = openConnection({
    address,
    connectTimeout: CONNECT_TIMEOUT_MS,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  try {
    await connection.ensureConnected();
  } catch (error) {
    await connection.close();
    throw unreachable(settings, error);
  }
  return new Client({ connection, namespace: settings.namespace, dataConverter: settings.dataConverter });
}
