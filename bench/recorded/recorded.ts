import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectTemporal, readTemporalSettings } from '../../client/connection.ts';
import { connect } from '../../client/index.ts';
import { setupNamespace } from '../../client/setup.ts';
import { startChild, untilReady } from '../../embedded/child.ts';
import { childEnvironment } from '../../embedded/child-environment.ts';
import { entryPoint } from '../../embedded/entry-point.ts';
import { newKeys } from '../../embedded/keys.ts';
import { freePort } from '../../embedded/ports.ts';
import { startTemporalServer } from '../../embedded/temporal-server.ts';
import type { Driven } from '../drive.ts';
import type { Bench } from '../figure.ts';
import { buy } from '../sample.ts';

const HOST = '127.0.0.1';

/**
 * Our worker on a fresh Temporal server in memory, calling a platform in its own process that only plays recorded
 * answers (worker.ts): what our workflows and activities cost, with next to nothing else on the same cores.
 */
export async function startRecorded(bench: Bench, stepSeconds: number): Promise<Driven & AsyncDisposable> {
  const directory = await mkdtemp(join(bench.directory, 'recorded-'));
  const server = await startTemporalServer({
    binary: bench.temporal,
    logFile: join(directory, 'temporal.log'),
    uiPort: null,
  });
  const stops: (() => Promise<unknown>)[] = [() => server.stop()];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last();
  };
  try {
    const temporalConfigFile = join(directory, 'temporal.toml');
    await writeFile(temporalConfigFile, '[profile.default]\n');
    const keys = newKeys();
    const metricsPort = await freePort();
    const environment: NodeJS.ProcessEnv = {
      ...childEnvironment({
        inherited: process.env,
        addresses: {
          temporal: server.address,
          temporalUi: null,
          sandbox: { host: HOST, port: await freePort() },
          gateway: { host: HOST, port: await freePort() },
          metricsPort,
        },
        keys,
        temporalConfigFile,
        sandboxData: undefined,
        encrypt: false,
      }),
      PANDAPON_CALLS_PER_SECOND: '10000',
      BENCH_STEP_MS: `${stepSeconds * 1000}`,
    };
    const temporal = await connectTemporal(readTemporalSettings({ environment }));
    stops.push(() => temporal.connection.close());
    const { accessKey } = keys;
    const baseUrl = environment['PANDAPON_BASE_URL'] ?? '';
    await setupNamespace(temporal, { baseUrl, accessKey, retentionDays: 90 });

    const worker = await startChild({
      name: 'worker with a recorded platform',
      ...entryPoint('bench/recorded/worker'),
      env: environment,
      logFile: join(directory, 'worker.log'),
    });
    stops.push(() => worker.stop());
    await untilReady(worker, async () => (await fetch(`http://${HOST}:${metricsPort}/readyz`)).ok);
    const orders = await connect({ environment });
    stops.push(() => orders.close());
    return {
      client: orders.temporal,
      purchase: (id) => buy(orders, id),
      pids: { server: server.child.pid, worker: worker.pid, driver: process.pid },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
