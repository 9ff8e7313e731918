import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What became of a callback; the label of `pandapon_callback_total`. */
export const CALLBACK_RESULTS = [
  'delivered',
  'unknown-type',
  'no-run',
  'undeliverable',
  'verify',
  'refused',
  'stale',
  'too-large',
  'broken-off',
  'unavailable',
  'late',
  'overloaded',
] as const;
export type CallbackResult = (typeof CALLBACK_RESULTS)[number];

/** The gateway's figures, in a registry of their own: several gateways can live in one process. */
export interface Metrics {
  readonly registry: Registry;
  readonly callbacks: Counter<'result'>;
  readonly lastCallback: Gauge;
  readonly platformCalls: Counter<'operation' | 'outcome'>;
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly temporalSeconds: Histogram<'operation' | 'outcome'>;
}

// a callback must be answered within a second, a long poll within a minute
const HTTP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2.5, 5, 10, 30, 60];
const TEMPORAL_BUCKETS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    callbacks: new Counter({
      name: 'pandapon_callback_total',
      help: 'Callbacks of the platform, by what became of them.',
      labelNames: ['result'],
      registers,
    }),
    lastCallback: new Gauge({
      name: 'pandapon_last_callback_timestamp_seconds',
      help: 'When the last rightly signed callback came (Unix seconds); 0: none since this process began.',
      registers,
    }),
    platformCalls: new Counter({
      name: 'pandapon_call_total',
      help: 'Calls to the platform, by operation and by what came of them.',
      labelNames: ['operation', 'outcome'],
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'pandapon_http_request_duration_seconds',
      help: 'Time from the first byte of a request to its answer; a long poll counts its waiting.',
      labelNames: ['method', 'route', 'status'],
      buckets: HTTP_BUCKETS,
      registers,
    }),
    temporalSeconds: new Histogram({
      name: 'pandapon_temporal_request_duration_seconds',
      help: 'Time of one use of Temporal by the gateway, by what it was for.',
      labelNames: ['operation', 'outcome'],
      buckets: TEMPORAL_BUCKETS,
      registers,
    }),
  };
}
