import { createServer } from 'node:http';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type CallReport, ConfigurationError } from '../pandapon/index.ts';

/** The worker's own figures. */
export interface WorkerMetrics {
  readonly registry: Registry;
  /** Told of every platform call. */
  readonly onCall: (report: CallReport) => void;
}

/** One call ends after `PANDAPON_TIMEOUT_MS`, 10 s by default. */
const CALL_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createWorkerMetrics(): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const calls = new Counter({
    name: 'pandapon_call_total',
    help: 'Calls to the platform, by operation and by what came of them.',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'pandapon_call_duration_seconds',
    help: 'Time of one call to the platform, without its wait for the rate limit.',
    labelNames: ['operation', 'outcome'],
    buckets: CALL_BUCKETS,
    registers,
  });
  return {
    registry,
    onCall: ({ operation, outcome, milliseconds }) => {
      calls.inc({ operation, outcome });
      seconds.observe({ operation, outcome }, milliseconds / 1000);
    },
  };
}

export interface MetricsServerOptions {
  registry: Registry;
  /** Where the SDK serves its own figures; they are added to ours. */
  sdkUrl: string;
  /** Whether the worker takes tasks now. */
  ready: () => boolean;
  /** 0: any free one. */
  port: number;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` (ours and the SDK's), `/healthz` (the process lives) and `/readyz` (503 until it takes tasks).
 * @throws ConfigurationError when the port is taken or not allowed
 */
export async function serveMetrics(options: MetricsServerOptions): Promise<MetricsServer> {
  const { registry, sdkUrl, ready, port } = options;
  const server = createServer((request, response) => {
    void answer(request.url ?? '/').then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    });
  });
  const plain = 'text/plain; charset=utf-8';
  const answer = async (url: string) => {
    switch (url.split('?')[0]) {
      case '/metrics':
        return { status: 200, type: registry.contentType, body: await allMetrics(registry, sdkUrl) };
      case '/healthz':
        return { status: 200, type: plain, body: 'ok\n' };
      case '/readyz':
        return ready()
          ? { status: 200, type: plain, body: 'ready\n' }
          : { status: 503, type: plain, body: 'not ready\n' };
      default:
        return { status: 404, type: plain, body: 'there is /metrics, /healthz and /readyz\n' };
    }
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port)));
    // Scrapers and health checks come from other machines; there is nothing secret here.
    server.listen(port, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function allMetrics(registry: Registry, sdkUrl: string): Promise<string> {
  const own = await registry.metrics();
  try {
    const sdk = await fetch(sdkUrl, { signal: AbortSignal.timeout(2_000) });
    return sdk.ok ? `${own}\n${await sdk.text()}` : own;
  } catch {
    return own;
  }
}

function cannotListen(error: NodeJS.ErrnoException, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigurationError(`METRICS_PORT ${port} is taken: choose another port or end its owner`);
    case 'EACCES':
      return new ConfigurationError(
        `METRICS_PORT ${port} may not be used by this user: choose one above 1023`,
      );
    default:
      return error;
  }
}
