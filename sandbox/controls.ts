import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { stringifyExact } from '../pandapon/index.ts';
import { cashierPage, payAtCashier } from './cashier.ts';
import { productById } from './catalogue.ts';
import { faultsSchema, wrongFaults } from './faults.ts';
import {
  byHand,
  HAND_ACTIONS,
  isHandAction,
  isRefundMove,
  moveRefundByHand,
  NotPossibleError,
  REFUND_MOVES,
} from './hand.ts';
import { orderObject } from './order-object.ts';
import { orderState, refundState } from './order-state.ts';
import type { SandboxParts } from './parts.ts';
import { pictureOf } from './picture.ts';
import { refundsOf } from './refund-list.ts';
import { settingsPatch } from './settings.ts';
import { json } from './spoil.ts';

type Env = { Bindings: HttpBindings };

/** `/_sandbox/...`: what a tester tells and asks the sandbox. No key: it is for the tester's own machine. */
export function controlRoutes(parts: SandboxParts): Hono<Env> {
  const { marketplace, ledger, faults, calls, deliveries } = parts;
  const app = new Hono<Env>();
  app.use(async (_c, next) => {
    marketplace.catchUp();
    await next();
  });

  app.get('/settings', () => answer(parts.settings()));
  app.post('/settings', async (c) => answer(parts.changeSettings(settingsPatch.parse(await bodyOf(c)))));

  app.get('/faults', () => answer(faults.list()));
  app.post('/faults', async (c) => {
    const wanted = faultsSchema.parse(await bodyOf(c));
    const wrong = wrongFaults(wanted);
    if (wrong) return problem(422, wrong);
    faults.add(wanted);
    return answer(faults.list());
  });
  app.delete('/faults', () => {
    faults.clear();
    return answer([]);
  });

  app.get('/ledger', () => answer(ledger.report(marketplace.orders())));
  app.get('/calls', (c) => answer(calls.last(Number(c.req.query('last') ?? 100) || 100)));
  app.get('/callbacks', () => answer(deliveries.list()));

  app.get('/orders', () => answer(marketplace.orders().map(orderState)));
  app.get('/orders/:id', (c) => {
    const order = marketplace.order(c.req.param('id'));
    if (!order) return noOrder(c.req.param('id'));
    const wire = c.req.query('wire') !== undefined;
    return answer(wire ? orderObject(order, parts.settings()) : orderState(order));
  });
  app.post('/orders/:id/:action', async (c) => {
    const { id, action } = c.req.param();
    if (!isHandAction(action)) {
      return problem(
        404,
        `there is no action "${action}" (there are ${Object.keys(HAND_ACTIONS).join(', ')})`,
      );
    }
    if (!marketplace.order(id)) return noOrder(id);
    return answer(orderState(byHand(marketplace, id, action, await bodyOf(c))));
  });

  app.get('/refunds', () => answer(refundsOf(marketplace)));
  app.get('/bookings', () => answer(parts.stores.bookings.all()));
  app.post('/refunds/:id/:action', (c) => {
    const { id, action } = c.req.param();
    if (!isRefundMove(action)) {
      return problem(
        404,
        `there is no action "${action}" (there are ${Object.keys(REFUND_MOVES).join(', ')})`,
      );
    }
    if (!marketplace.orderOfRefund(id)) return problem(404, `there is no refund ${id}`);
    return answer(refundState(moveRefundByHand(marketplace, id, action)));
  });

  app.get('/pictures/:file', (c) => {
    const product = productById(c.req.param('file').replace(/\.png$/, ''));
    if (!product) return problem(404, 'there is no such picture');
    return c.body(new Uint8Array(pictureOf(product)), 200, { 'content-type': 'image/png' });
  });

  app.get('/cashier', (c) => c.html(cashierPage(marketplace, orderIdsOf(c))));
  app.post('/cashier', (c) => c.html(payAtCashier(marketplace, orderIdsOf(c))));

  app.all('*', (c) =>
    problem(404, `there is no ${c.req.method} ${c.req.path} (docs/guides/sandbox.md lists what there is)`),
  );

  app.onError((error) => {
    if (error instanceof z.ZodError) return problem(422, pointed(error));
    if (error instanceof NotPossibleError) return problem(409, error.message);
    if (error instanceof SyntaxError) return problem(400, 'the body is not JSON');
    return problem(500, error.message);
  });
  return app;
}

const answer = (data: unknown): Response => json(200, stringifyExact(data));
const problem = (status: number, error: string): Response => json(status, stringifyExact({ error }));
const noOrder = (id: string): Response => problem(404, `there is no order ${id}`);

/** An empty body stands for `{}`. */
async function bodyOf(c: Context<Env>): Promise<unknown> {
  const text = await c.req.text();
  return text.trim() === '' ? {} : JSON.parse(text);
}

const orderIdsOf = (c: Context<Env>): string[] => (c.req.query('orderIds') ?? '').split(',');

const pointed = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `/${path.join('/')} ${message}`).join('; ');
