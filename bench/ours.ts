import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type PandaponOrders, type PurchaseView } from '../client/index.ts';
import { type Keys, newKeys } from '../embedded/keys.ts';
import { type Stack, startStack } from '../embedded/stack.ts';
import type { Driven } from './drive.ts';
import type { Bench } from './figure.ts';
import { buy } from './sample.ts';

/** Our service as it is deployed, each part a process of its own, on a fresh Temporal server in memory. */
export interface Ours extends Driven, AsyncDisposable {
  readonly stack: Stack;
  readonly orders: PandaponOrders;
  readonly keys: Keys;
  /** Buys the sample through the client library. Throws when it does not end as `completed`. */
  purchase(id: string): Promise<PurchaseView>;
}

/** What the platform tells us of: paid, shipped, signed, and nothing else. */
const CALLBACK_TYPES = [
  'ORDER_BUYER_VIEW_ORDER_PAY',
  'ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS',
  'LOGISTICS_BUYER_VIEW_TRACE',
];

export interface OursOptions {
  /** From payment to shipping, and from there to signed for. */
  stepSeconds: number;
  /** Whether the platform pushes callbacks. @default true */
  callbacks?: boolean;
}

/** Starts it with the platform's rate out of the way. */
export async function startOurs(bench: Bench, { stepSeconds, callbacks = true }: OursOptions): Promise<Ours> {
  const keys = newKeys();
  const directory = await mkdtemp(join(bench.directory, 'ours-'));
  const stack = await startStack({
    temporalBinary: bench.temporal,
    directory,
    keys,
    ports: { temporalUi: null },
    environment: { PANDAPON_CALLS_PER_SECOND: '10000' },
  });
  try {
    await control(stack, 'settings', {
      callbacks,
      callbackTypes: CALLBACK_TYPES,
      traceCallbacks: 'signed',
      durations: {
        ship: stepSeconds,
        accept: stepSeconds / 4,
        transport: stepSeconds / 3,
        deliver: stepSeconds / 2,
        sign: stepSeconds,
        // On a crowded machine a callback may be too late: half an hour would end the measurement.
        redeliver: 1,
      },
    });
    const orders = await connect({ environment: stack.environment });
    const { temporal, worker, gateway, sandbox } = stack;
    return {
      stack,
      orders,
      keys,
      client: orders.temporal,
      purchase: (id) => buy(orders, id),
      pids: {
        server: temporal.child.pid,
        worker: worker.child.pid,
        gateway: gateway.child.pid,
        platform: sandbox.child.pid,
        driver: process.pid,
      },
      async [Symbol.asyncDispose]() {
        await orders.close();
        await stack.stop();
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

/** Asks or tells the sandbox something (docs/guides/sandbox.md). */
export async function control(stack: Stack, path: string, body?: unknown): Promise<unknown> {
  const post = { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${stack.sandboxUrl}/_sandbox/${path}`, body === undefined ? {} : post);
  const text = await response.text();
  if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}: ${text}`);
  return JSON.parse(text);
}
