import { readFileSync } from 'node:fs';
import type { PandaponOrders, PurchaseStart, PurchaseView } from '../client/index.ts';

/** The create body of the platform's documentation: one line, one order of 23 yuan. */
const request: PurchaseStart['request'] = JSON.parse(
  readFileSync(new URL('../embedded/seed-request.json', import.meta.url), 'utf8'),
);

/** The purchase that is measured: the sample, its receipt confirmed as soon as it is signed for. */
export const samplePurchase = (id: string): PurchaseStart => ({
  id,
  platform: '1688',
  request,
  policy: { confirmAfterSignedSeconds: 0 },
});

/** Buys the sample through the client library. Throws when it does not end as `completed`. */
export async function buy(orders: PandaponOrders, id: string): Promise<PurchaseView> {
  const purchase = await orders.start(samplePurchase(id));
  const view = await purchase.result();
  if (view.stage === 'completed') return view;
  throw new Error(`purchase ${id} is ${view.stage}: ${JSON.stringify(view.timeline.at(-1))}`);
}
