import { type CommandOptions, errorFor, type PandaponOrders } from '../client/index.ts';
import { parseBody, spendingSchema } from '../contract/schemas.ts';
import type { OrdersPort, Said, Wait } from './orders-port.ts';

/** The client library behind the gateway's port. */
export function clientOrders(orders: PandaponOrders): OrdersPort {
  return {
    start: (body) => orders.post(body),
    viewPurchase: (id) => orders.purchase(id).view(),
    waitForPurchase: (id, wait) => waitFor(orders.purchase(id), wait),
    viewOrder: ({ platform, orderId }) => orders.order(platform, orderId).view(),
    waitForOrder: ({ platform, orderId }, wait) => waitFor(orders.order(platform, orderId), wait),
    commandPurchase: (id, command, said) => orders.purchase(id).command(command, said.body, optionsOf(said)),
    commandOrder: ({ platform, orderId }, command, said) =>
      orders.order(platform, orderId).command(command, said.body, optionsOf(said)),
    listPurchases: (filter, page) => orders.purchases(filter).page(page),
    listOrders: (filter, page) => orders.orders(filter).page(page),
    listStuck: (filter, page) => orders.stuck(filter).page(page),
    retryStuck: (said) => orders.retryStuck(said.body ?? {}, optionsOf(said)),
    spending: () => orders.spending(),
    switchSpending(said) {
      const { ok, errors } = parseBody(spendingSchema, said.body);
      if (ok === undefined) throw errorFor('INVALID', 'the body does not fit', { errors });
      return orders.switchSpending(ok, optionsOf(said));
    },
    hint: (hint, deadlineMs) => orders.hint(hint, deadlineMs),
    counts: () => orders.counts(),
    async ping() {
      if (await orders.isReachable()) return;
      throw errorFor('TEMPORAL_UNAVAILABLE', 'Temporal does not answer.');
    },
  };
}

const optionsOf = ({ operator, idempotencyKey }: Said): CommandOptions => ({
  door: { kind: 'operator', key: operator },
  idempotencyKey,
});

interface Waitable<V extends { revision: number }> {
  view(): Promise<V>;
  waitForChange(options: { revision: number; seconds: number; signal?: AbortSignal | undefined }): Promise<V>;
}

async function waitFor<V extends { revision: number }>(run: Waitable<V>, wait: Wait): Promise<V> {
  const revision = wait.revision ?? (await run.view()).revision;
  return await run.waitForChange({ ...wait, revision });
}
