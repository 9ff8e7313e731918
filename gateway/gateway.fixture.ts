import { expect, onTestFinished } from 'vitest';
import type { z } from 'zod';
import { signCallback } from '../pandapon/index.ts';
import { problem } from './answer-schemas.ts';
import { parseApiKeys, ROLES } from './api-keys.ts';
import { createLogger } from './log.ts';
import type { OrdersPort } from './orders-port.ts';
import { PROBLEM_TYPE } from './problem.ts';
import { createGateway, type GatewayOptions } from './server.ts';

/** A real gateway on a free port over a port that does only what a test says. */

export const ACCESS_KEY = 'ak-test';
export const SECRET = 'secret-test';
/** A key with every role, and one for each role alone, whose name is the role's. */
export const KEY = 'key-of-all';
const API_KEYS = [`all:${KEY}`, ...ROLES.map((role) => `${role}:key-of-${role}:${role}`)].join(',');

const unexpected = (name: string) => (): never => {
  throw new Error(`the test did not expect ${name}`);
};

/** An `OrdersPort` whose other members end the request with a bug. */
export const ordersThat = (does: Partial<OrdersPort>): OrdersPort => ({
  start: unexpected('start'),
  viewPurchase: unexpected('viewPurchase'),
  waitForPurchase: unexpected('waitForPurchase'),
  viewOrder: unexpected('viewOrder'),
  waitForOrder: unexpected('waitForOrder'),
  commandPurchase: unexpected('commandPurchase'),
  commandOrder: unexpected('commandOrder'),
  listPurchases: unexpected('listPurchases'),
  listOrders: unexpected('listOrders'),
  listStuck: unexpected('listStuck'),
  retryStuck: unexpected('retryStuck'),
  spending: async () => ({ state: 'on', since: null, by: null, note: null }),
  switchSpending: unexpected('switchSpending'),
  hint: unexpected('hint'),
  counts: async () => ({ stuck: [], oldestStuckSince: null, open: [] }),
  ping: unexpected('ping'),
  ...does,
});

export interface RunningGateway {
  url: string;
  /** The log, one parsed line each. */
  lines: Record<string, unknown>[];
  close: () => Promise<void>;
}

/** Starts a gateway; it ends with the test. */
export async function startGateway(
  does: Partial<OrdersPort> = {},
  options: Partial<GatewayOptions> = {},
): Promise<RunningGateway> {
  const lines: Record<string, unknown>[] = [];
  const gateway = await createGateway({
    orders: ordersThat(does),
    callbacks: { credentials: () => ({ accessKey: ACCESS_KEY, secrets: [SECRET] }) },
    log: createLogger({ level: 'info', format: 'json' }, { write: (line) => lines.push(JSON.parse(line)) }),
    apiKeys: parseApiKeys(API_KEYS),
    codec: null,
    uiOrigin: 'http://127.0.0.1:8233',
    version: '0.0.0',
    host: '127.0.0.1',
    port: 0,
    ...options,
  });
  onTestFinished(() => gateway.close());
  return { url: gateway.url, lines, close: gateway.close };
}

/** A callback body, one JSON text. */
export const callbackBody = (members: Record<string, unknown> = {}): string =>
  JSON.stringify({
    messageType: '1688_ORDER_BUYER_VIEW_ORDER_PAY',
    messageBody: { orderId: '2540608320348880794', currentStatus: 'waitsellersend' },
    messagePlatform: 1,
    timestamp: String(Date.now()),
    ...members,
  });

/** Posts a callback; signed by `SECRET` unless said otherwise. */
export const postCallback = (
  url: string,
  body: string,
  { secret = SECRET, authorization = signCallback({ accessKey: ACCESS_KEY, secret, rawBody: body }) } = {},
): Promise<Response> =>
  fetch(`${url}/callbacks/pandapon`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
  });

/** The problem document of an answer, which must be one. */
export async function problemIn(answer: Response): Promise<z.output<typeof problem>> {
  expect(answer.headers.get('content-type')).toBe(PROBLEM_TYPE);
  const document = problem.parse(await answer.json());
  expect(document.status).toBe(answer.status);
  return document;
}
