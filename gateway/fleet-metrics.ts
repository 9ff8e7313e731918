import { Gauge, type Registry } from 'prom-client';
import type { Counts, OrdersPort } from './orders-port.ts';

/** Counting costs Temporal some queries: scrapes nearer than this share one count. */
const FRESH_MS = 15_000;

/** Figures of all runs, whoever carries them: each gateway counts the same, so a dashboard takes the maximum. */
export function registerFleetMetrics(registry: Registry, orders: Pick<OrdersPort, 'counts'>): void {
  const counts = cached(async () => orders.counts());
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    fill: (gauge: Gauge<L>, now: Counts) => void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const now = await counts();
        this.reset();
        // a figure that could not be counted is absent: better than an old one
        if (now !== null) fill(this, now);
      },
    });
  gauge(
    'pandapon_stuck',
    'Runs that wait for a person, planned waits too, by reason.',
    ['reason'],
    (all, now) => {
      for (const { reason, count } of now.stuck) all.set({ reason }, count);
    },
  );
  gauge(
    'pandapon_stuck_oldest_seconds',
    'How long the oldest unplanned wait has lasted; 0: none.',
    [],
    (one, now) => {
      const since = now.oldestStuckSince;
      one.set(since === null ? 0 : Math.max(0, (Date.now() - Date.parse(since)) / 1000));
    },
  );
  gauge('pandapon_open', 'Open runs, by kind and stage.', ['kind', 'stage'], (all, now) => {
    for (const { kind, stage, count } of now.open) all.set({ kind, stage }, count);
  });
  gauge('pandapon_spending_on', 'Whether money may be spent: 1 or 0.', [], (one, now) => {
    one.set(now.spendingOn ? 1 : 0);
  });
}

function cached(count: () => Promise<Counts>): () => Promise<Counts | null> {
  let last: { atMs: number; counts: Promise<Counts | null> } | null = null;
  return () => {
    if (last === null || performance.now() - last.atMs > FRESH_MS) {
      last = { atMs: performance.now(), counts: count().catch(() => null) };
    }
    return last.counts;
  };
}
