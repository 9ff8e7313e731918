import { createServer } from 'node:net';
import { Client } from '@temporalio/client';
import { makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { readTemporalSettings, type TemporalSettings, unreachable } from '../client/connection.ts';
import { PLAIN_PAYLOADS_WARNING } from '../client/data-converter.ts';
import { createLogger, readLogOptions } from '../client/log.ts';
import { checkNamespace } from '../client/namespace.ts';
import { createPandapon, isConfigurationError } from '../pandapon/index.ts';
import { workerIdentity } from './identity.ts';
import { createWorkerMetrics, serveMetrics } from './metrics.ts';
import { createOwnerOf } from './owner.ts';
import { runWorkers } from './run.ts';
import { readWorkerSettings } from './settings.ts';
import { temporalLogger } from './temporal-logger.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** `npm run worker`: configured by its environment alone. Drains and ends with 0 on SIGTERM. */

const CONNECT_MS = 5_000;

async function connect(settings: TemporalSettings): Promise<NativeConnection> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer')), CONNECT_MS).unref();
  });
  try {
    return await Promise.race([NativeConnection.connect(settings.connectionOptions), late]);
  } catch (error) {
    throw unreachable(settings, error);
  }
}

/** The SDK wants to be told a port for its own figures; any will do, we pass them on. */
function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Resolves at the first signal to end; npm may pass on one that we have got already, so further ones are ignored. */
const askedToStop = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });

async function main(): Promise<void> {
  const asked = askedToStop();
  const settings = readWorkerSettings(process.env);
  const temporal = readTemporalSettings();
  const log = createLogger(readLogOptions(process.env));

  const sdkMetrics = `127.0.0.1:${await anyPort()}`;
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      metrics: { prometheus: { bindAddress: sdkMetrics } },
    },
    // We end by ourselves, below.
    shutdownSignals: [],
  });

  const connection = await connect(temporal);
  const { pandapon } = settings;
  const { accessKey } = pandapon.credentials();
  const client = new Client({ connection, namespace: temporal.namespace });
  const warnings = await checkNamespace(client, { baseUrl: pandapon.baseUrl, accessKey });
  const metrics = createWorkerMetrics();
  let ready = () => false;
  const server = await serveMetrics({
    registry: metrics.registry,
    sdkUrl: `http://${sdkMetrics}/metrics`,
    ready: () => ready(),
    port: settings.metricsPort,
  });

  const activities = createActivities({
    pandapon: createPandapon({ ...pandapon, onCall: metrics.onCall }),
    ownerOf: createOwnerOf(connection, temporal.namespace),
    settleSeconds: pandapon.reconcileSettleSeconds,
    reconcileSince: pandapon.reconcileSince,
    patienceSeconds: pandapon.patienceSeconds,
  });
  const workers = await runWorkers({
    connection,
    namespace: temporal.namespace,
    activities,
    callsPerSecond: pandapon.callsPerSecond,
    timeoutMs: pandapon.timeoutMs,
    workflowBundle: await workflowBundle(temporal.dataConverter.failureConverterPath),
    dataConverter: temporal.dataConverter,
  });
  ready = workers.ready;
  if (!temporal.encrypted) warnings.push(PLAIN_PAYLOADS_WARNING);
  for (const warning of warnings) log.warn(warning);
  log.info(
    {
      identity: workerIdentity(),
      temporal: temporal.address,
      namespace: temporal.namespace,
      platform: pandapon.baseUrl,
      metrics: server.port,
    },
    'worker takes tasks',
  );

  void asked.then((signal) => {
    log.info({ signal }, 'worker drains');
    return workers.shutdown().catch(() => {});
  });
  await workers.stopped;
  await server.close();
  await connection.close();
  log.info('worker has ended');
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const known = isConfigurationError(error);
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  process.stderr.write(`worker: ${reason}\n`);
  if (!known && process.env['LOG_LEVEL'] === 'debug') process.stderr.write(`${String(error)}\n`);
  process.exit(1);
}
