import { Gauge, type GaugeConfiguration, type Registry } from 'prom-client';
import type { OrdersPort } from './orders-port.ts';

/** Counting costs Temporal some queries: scrapes nearer than this share one count. */
const FRESH_MS = 15_000;

/** Figures of all runs, whichever gateway carries them: each counts the same, so a dashboard takes the maximum. */
export function registerFleetMetrics(
  registry: Registry,
  orders: Pick<OrdersPort, 'counts' | 'spending'>,
): void {
  const counts = cached(() => orders.counts());
  const spending = cached(() => orders.spending());
  // a figure that can't be read is absent: better than an old one
  const gauge = <L extends string>(
    shown: GaugeConfiguration<L>,
    fill: (gauge: Gauge<L>) => Promise<void>,
  ): Gauge<L> =>
    new Gauge({
      ...shown,
      registers: [registry],
      async collect() {
        this.reset();
        if (shown.labelNames === undefined) this.remove();
        await fill(this);
      },
    });

  gauge(
    {
      name: 'pandapon_stuck',
      help: 'Runs that wait for a person, planned waits too, by reason.',
      labelNames: ['reason'],
    },
    async (stuck) => {
      for (const { reason, count } of (await counts())?.stuck ?? []) stuck.set({ reason }, count);
    },
  );
  gauge(
    {
      name: 'pandapon_stuck_oldest_seconds',
      help: 'How long the oldest unplanned wait has lasted; 0: nothing waits.',
    },
    async (oldest) => {
      const now = await counts();
      if (now === null) return;
      const since = now.oldestStuckSince === null ? Date.now() : Date.parse(now.oldestStuckSince);
      oldest.set(Math.max(0, (Date.now() - since) / 1000));
    },
  );
  gauge(
    { name: 'pandapon_open', help: 'Open runs, by kind and stage.', labelNames: ['kind', 'stage'] },
    async (open) => {
      for (const { kind, stage, count } of (await counts())?.open ?? []) open.set({ kind, stage }, count);
    },
  );
  gauge({ name: 'pandapon_spending_on', help: 'Whether money may be spent: 1 or 0.' }, async (on) => {
    const now = await spending();
    if (now !== null) on.set(now.state === 'on' ? 1 : 0);
  });
}

function cached<F>(read: () => Promise<F>): () => Promise<F | null> {
  let last: { atMs: number; figures: Promise<F | null> } | null = null;
  return () => {
    if (last === null || performance.now() - last.atMs > FRESH_MS) {
      last = { atMs: performance.now(), figures: read().catch(() => null) };
    }
    return last.figures;
  };
}
