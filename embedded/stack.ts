import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connectTemporal, readTemporalSettings } from '../client/connection.ts';
import { setupNamespace } from '../client/setup.ts';
import { childEnvironment, urlOf } from './child-environment.ts';
import { entryPoint } from './entry-point.ts';
import type { Keys } from './keys.ts';
import { type Part, startPart } from './part.ts';
import { freePort, isServed } from './ports.ts';
import { startTemporalServer, type TemporalServer } from './temporal-server.ts';

/** Ports that are given; the others are free ones. */
export interface StackPorts {
  temporal?: number;
  /** null: no Temporal UI. */
  temporalUi?: number | null;
  gateway?: number;
  sandbox?: number;
  metrics?: number;
}

export interface StackOptions {
  /** Path of the `temporal` program (temporal-binary.ts). */
  temporalBinary: string;
  /** Holds the logs, and the state where it is kept. */
  directory: string;
  /** Keeps Temporal's and the sandbox's state in `directory`; else both are in memory. @default false */
  keepState?: boolean;
  keys: Keys;
  ports?: StackPorts;
  /** More variables for the parts, over all others. */
  environment?: NodeJS.ProcessEnv;
  /** Whether payloads are encrypted. @default false */
  encrypt?: boolean;
  /** Starts a part again that ends unasked. @default false */
  keepUp?: boolean;
  /** Takes one line of progress at a time. */
  say?: (line: string) => void;
}

/** Temporal, sandbox, gateway and worker, each a process of its own. */
export interface Stack {
  readonly temporal: TemporalServer;
  readonly gatewayUrl: string;
  readonly sandboxUrl: string;
  readonly metricsUrl: string;
  /** The environment of the parts: a process with it works on this stack. */
  readonly environment: NodeJS.ProcessEnv;
  readonly worker: Part;
  readonly gateway: Part;
  readonly sandbox: Part;
  /** Ends the parts in an order in which each still finds what it needs: gateway, worker, sandbox, Temporal. Nothing else is touched. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
/** As `orders setup` sets it by default. */
const RETENTION_DAYS = 90;
/** A worker lets an effect that is out come to its end, at most three calls of 10 s and the SDK's own time. */
const WORKER_GRACE_MS = 60_000;

/**
 * Starts the whole service on this machine and waits until every part serves.
 * Throws an `Error` of one line when a part does not come up; then all others are ended again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { directory, keys, ports = {}, keepState = false, encrypt = false, keepUp, say = () => {} } = options;
  const logs = join(directory, 'logs');
  await mkdir(logs, { recursive: true });
  const temporalConfigFile = join(directory, 'temporal.toml');
  writeFileSync(temporalConfigFile, '[profile.default]\n');

  const sandboxAddress = { host: HOST, port: ports.sandbox ?? (await freePort()) };
  const gatewayAddress = { host: HOST, port: ports.gateway ?? (await freePort()) };
  const metricsPort = ports.metrics ?? (await freePort());

  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last();
  };

  try {
    say('starting Temporal');
    const temporal = await startTemporalServer({
      binary: options.temporalBinary,
      logFile: join(logs, 'temporal.log'),
      ...(ports.temporal === undefined ? {} : { port: ports.temporal }),
      ...(ports.temporalUi === undefined ? {} : { uiPort: ports.temporalUi }),
      ...(keepState ? { dbFile: join(directory, 'temporal.db') } : {}),
      ...(encrypt ? { codecEndpoint: `${urlOf(gatewayAddress)}/codec/${keys.codecKey}` } : {}),
    });
    stops.push(temporal.stop);

    const environment = {
      ...childEnvironment({
        inherited: process.env,
        addresses: {
          temporal: temporal.address,
          temporalUi: temporal.uiUrl,
          sandbox: sandboxAddress,
          gateway: gatewayAddress,
          metricsPort,
        },
        keys,
        temporalConfigFile,
        sandboxData: keepState ? join(directory, 'sandbox') : undefined,
        encrypt,
      }),
      ...options.environment,
    };
    await setUp(environment, keys.accessKey);

    const part = async (name: string, probe: () => Promise<boolean>, graceMs?: number) => {
      const started = await startPart({
        child: {
          name,
          ...entryPoint(`${name}/main`),
          env: environment,
          logFile: join(logs, `${name}.log`),
          ...(graceMs === undefined ? {} : { graceMs }),
        },
        probe,
        say,
        keepUp,
      });
      say(`${name} is up`);
      stops.push(started.stop);
      return started;
    };
    say(`Temporal is up on ${temporal.address}, starting worker, gateway and sandbox`);
    // The gateway first: callbacks that came due while the sandbox was away, or were not taken, go out at once.
    const called = async () => {
      const gateway = await part('gateway', () => answers(`${urlOf(gatewayAddress)}/readyz`));
      return { gateway, sandbox: await part('sandbox', () => isServed(sandboxAddress.port)) };
    };
    const [worker, { gateway, sandbox }] = await both(
      part('worker', () => answers(`http://${HOST}:${metricsPort}/readyz`), WORKER_GRACE_MS),
      called(),
    );
    // They came up in any order; the gateway stops first, and the worker still finds the platform and Temporal.
    stops.splice(0, stops.length, temporal.stop, sandbox.stop, worker.stop, gateway.stop);

    return {
      temporal,
      gatewayUrl: urlOf(gatewayAddress),
      sandboxUrl: urlOf(sandboxAddress),
      metricsUrl: `http://${HOST}:${metricsPort}/metrics`,
      environment,
      worker,
      gateway,
      sandbox,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Like `Promise.all`, but a failure shows only when all have ended: then what came up can be stopped. */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

async function setUp(environment: NodeJS.ProcessEnv, accessKey: string): Promise<void> {
  const client = await connectTemporal(readTemporalSettings({ environment }));
  try {
    const baseUrl = environment['PANDAPON_BASE_URL'] ?? '';
    await setupNamespace(client, { baseUrl, accessKey, retentionDays: RETENTION_DAYS });
  } finally {
    await client.connection.close();
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.ok;
}
