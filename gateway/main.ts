import { checkNamespace, connect, PLAIN_PAYLOADS_WARNING, readTemporalSettings } from '../client/index.ts';
import { createLogger, readLogOptions } from '../client/log.ts';
import { version } from '../client/version.ts';
import { readPandaponEnvironment } from '../pandapon/index.ts';
import { clientOrders } from './client-orders.ts';
import { readGatewayEnvironment } from './environment.ts';
import { createGateway } from './server.ts';

/** `npm run gateway`: configured by its environment alone. Drains and ends with 0 on SIGTERM. */

/** Resolves at the first signal to end; further ones are ignored while the gateway drains. */
const askedToStop = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });

async function main(): Promise<void> {
  const stop = askedToStop();
  const settings = readGatewayEnvironment(process.env);
  const platform = readPandaponEnvironment(process.env);
  const temporal = readTemporalSettings();
  const log = createLogger(readLogOptions(process.env));

  const { accessKey, userId } = platform.credentials();
  const orders = await connect({ userId });
  const warnings = await checkNamespace(orders.temporal, { baseUrl: platform.baseUrl, accessKey });
  if (!temporal.encrypted) warnings.push(PLAIN_PAYLOADS_WARNING);

  const [codec = null] = temporal.dataConverter.payloadCodecs ?? [];
  const gateway = await createGateway({
    ...settings,
    orders: clientOrders(orders),
    platform,
    callbacks: { credentials: platform.credentials, maxSkewSeconds: settings.maxSkewSeconds },
    codec,
    log,
    version,
  });
  for (const warning of warnings) log.warn(warning);
  log.info(
    { url: gateway.url, temporal: temporal.address, namespace: temporal.namespace },
    'gateway listens',
  );

  log.info({ signal: await stop }, 'gateway drains');
  await gateway.close();
  await orders.close();
  log.info('gateway has ended');
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  process.stderr.write(`gateway: ${reason}\n`);
  process.exit(1);
}
