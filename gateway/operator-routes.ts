import { spendingSchema, stuckRetrySchema } from '../contract/schemas.ts';
import { retryResults, spendingState, stuckList } from './answer-schemas.ts';
import { once } from './idempotency-key.ts';
import { noParams, noQuery, type Operation, operation } from './operation.ts';
import type { OrdersPort } from './orders-port.ts';
import { stuckListQuery } from './parameters.ts';
import { named } from './view-schemas.ts';

/** What waits for a person, everywhere, and the switch for spending. */

const stuckRetry = named('StuckRetry', stuckRetrySchema);
const spendingChange = named('SpendingChange', spendingSchema);

export function operatorRoutes(orders: OrdersPort): Operation[] {
  return [
    operation({
      id: 'listStuck',
      method: 'get',
      path: '/v1/stuck',
      role: 'view',
      tag: 'Operating',
      summary: 'List what waits for a person, oldest first',
      params: noParams,
      query: stuckListQuery,
      answers: { 200: { description: 'A page.', schema: stuckList } },
      handle: async ({ query: { limit, cursor, ...filter } }) => ({
        status: 200,
        body: await orders.listStuck(filter, { limit, cursor }),
      }),
    }),
    operation({
      id: 'retryStuck',
      method: 'post',
      path: '/v1/stuck/retry',
      role: 'operate',
      tag: 'Operating',
      summary: 'Retry many at once, by reason or by ids',
      description:
        'Every item is answered. What the plan asks a person for is left alone (`code: "PLANNED"`). With `dryRun` nothing is sent. Sent again with the same `Idempotency-Key` no run is retried twice.',
      params: noParams,
      query: noQuery,
      body: {
        schema: stuckRetry,
        required: false,
        example: { reason: 'PLATFORM_UNAVAILABLE', note: 'the platform is back' },
      },
      idempotent: true,
      answers: { 200: { description: 'A result per item.', schema: retryResults } },
      problems: ['IDEMPOTENCY_KEY_REUSED'],
      handle: async (call) => ({ status: 200, body: await once(call, (said) => orders.retryStuck(said)) }),
    }),
    operation({
      id: 'getSpending',
      method: 'get',
      path: '/v1/spending',
      role: 'view',
      tag: 'Operating',
      summary: 'Whether money may be spent',
      params: noParams,
      query: noQuery,
      answers: { 200: { description: 'The switch, and who set it.', schema: spendingState } },
      handle: async () => ({ status: 200, body: await orders.spending() }),
    }),
    operation({
      id: 'setSpending',
      method: 'post',
      path: '/v1/spending',
      role: 'spend',
      tag: 'Operating',
      summary: 'Turn spending on or off',
      description:
        'Off: no create, pay or confirm leaves; reads go on, nothing fails. It survives every restart, and no starting process changes it.',
      params: noParams,
      query: noQuery,
      body: { schema: spendingChange, required: true, example: { state: 'off', note: 'leaked key' } },
      idempotent: true,
      answers: { 200: { description: 'The switch as it stands now.', schema: spendingState } },
      problems: ['IDEMPOTENCY_KEY_REUSED'],
      handle: async (call) => ({
        status: 200,
        body: await once(call, (said) => orders.switchSpending(said)),
      }),
    }),
  ];
}
