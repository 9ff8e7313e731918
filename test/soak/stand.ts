import { join } from 'node:path';
import pino from 'pino';
import { version } from '../../client/version.ts';
import type { Child } from '../../embedded/child.ts';
import { startTemporalServer } from '../../embedded/temporal-server.ts';
import { parseApiKeys } from '../../gateway/api-keys.ts';
import { clientOrders } from '../../gateway/client-orders.ts';
import { createGateway } from '../../gateway/server.ts';
import type { SandboxOptions } from '../../sandbox/index.ts';
import { createWorkerProcesses, type WorkerProcesses } from '../fixtures/worker-processes.ts';

export interface StandOptions {
  /** Path of the `temporal` program. */
  binary: string;
  /** Takes Temporal's database and the logs. */
  directory: string;
  speed: number;
  /** More variables for the workers. */
  environment: Record<string, string>;
  sandbox?: Partial<SandboxOptions>;
}

/**
 * The service as it is deployed, to be mistreated: a Temporal server with its state in a file, workers in processes of
 * their own, the platform and the gateway for its callbacks in this one. `await using stand = await createStand(...)`.
 */
export interface Stand extends WorkerProcesses {
  /** Kills the Temporal server (-9), and starts it again on the same port and file after so long. */
  killTemporal(awayMs: number): Promise<void>;
}

export async function createStand(options: StandOptions): Promise<Stand> {
  const { binary, directory, speed, environment } = options;
  const start = (port?: number) =>
    startTemporalServer({
      binary,
      logFile: join(directory, 'temporal.log'),
      dbFile: join(directory, 'temporal.db'),
      uiPort: null,
      ...(port === undefined ? {} : { port }),
    });
  let server = await start();
  const { address } = server;
  const port = Number(address.split(':').at(-1));
  const workers = await createWorkerProcesses({
    address,
    speed,
    environment,
    ...(options.sandbox === undefined ? {} : { sandbox: options.sandbox }),
  });
  const { accessKey, accessSecret } = workers.keys;
  const gateway = await createGateway({
    orders: clientOrders(workers.orders),
    apiKeys: parseApiKeys('all:key-of-all'),
    callbacks: { credentials: () => ({ accessKey, secrets: [accessSecret] }) },
    codec: null,
    uiOrigin: 'http://127.0.0.1:8233',
    log: pino({ level: 'silent' }),
    version,
    host: '127.0.0.1',
    port: 0,
  });
  workers.sandbox.settings({ callbackUrl: `${gateway.url}/callbacks/pandapon` });

  return {
    ...workers,
    async killTemporal(awayMs) {
      const { child }: { child: Child } = server;
      child.kill('SIGKILL');
      await child.ended;
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      server = await start(port);
    },
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await workers[Symbol.asyncDispose]();
      await server.stop();
    },
  };
}
