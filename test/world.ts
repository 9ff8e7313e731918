import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, type WorkerOptions } from '@temporalio/worker';
import pino from 'pino';
import { createActivities } from '../activities/index.ts';
import {
  connect,
  isPandaponOrdersError,
  type PandaponOrders,
  type PurchaseStart,
  type PurchaseView,
} from '../client/index.ts';
import { openConnection } from '../client/retries.ts';
import { version } from '../client/version.ts';
import type { OrderView, Policy } from '../contract/index.ts';
import { parseApiKeys } from '../gateway/api-keys.ts';
import { clientOrders } from '../gateway/client-orders.ts';
import { createGateway } from '../gateway/server.ts';
import { createPandapon, type EndpointOverrides } from '../pandapon/index.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox/server.ts';
import { createOwnerOf } from '../worker/owner.ts';
import { type RunningWorkers, runWorkers } from '../worker/run.ts';
import { bundleWorkflows } from '../worker/workflow-bundle.ts';
import { newNamespace } from './namespace.ts';

/**
 * The whole service in one process for a scenario: a namespace of its own on the suite's Temporal server, the sandbox,
 * workers, the gateway for callbacks, and the client library. `await using world = await createWorld(...)`.
 */
export interface World extends AsyncDisposable {
  readonly address: string;
  readonly namespace: string;
  readonly sandbox: Sandbox;
  readonly orders: PandaponOrders;
  readonly temporal: Client;
  readonly gatewayUrl: string;
  /** Starts a purchase of one line per merchant; the ending of a merchant is a sandbox ending such as `-split`. */
  buy(purchase: Partial<Purchase>): Promise<PurchaseView>;
  /** Looks until the purchase's view is as wanted, by long poll; fails with the last view after 30 s. */
  until(id: string, wanted: (view: PurchaseView) => boolean): Promise<PurchaseView>;
  untilOrder(orderId: string, wanted: (view: OrderView) => boolean): Promise<OrderView>;
  stopWorkers(): Promise<void>;
  startWorkers(): Promise<void>;
}

export interface Purchase {
  id: string;
  /** Endings of the merchants, one line each. @default [''] */
  merchants: string[];
  quantity: number;
  policy: Partial<Policy>;
  labels: Record<string, string>;
  message: string;
}

export interface WorldOptions {
  address: string;
  sandbox?: Partial<SandboxOptions>;
  /** A platform that stands already, and is left standing. @default a sandbox of its own */
  platform?: Sandbox;
  /** Whether the sandbox pushes callbacks to the gateway. @default true */
  callbacks?: boolean;
  /** Rows of the endpoint table that platform, workers and gateway agree to replace. @default none */
  endpoints?: EndpointOverrides;
  settleSeconds?: number;
  /** As `RECONCILE_SINCE` (ms). */
  reconcileSince?: number;
  patienceSeconds?: number;
  timeoutMs?: number;
  /** How many times shorter the pauses are in which an effect is read back. @default 1 */
  readBackSpeed?: number;
  workers?: boolean;
}

export const ACCESS_KEY = 'ak-world';
export const SECRET = 'secret-world';
export const USER_ID = '1700000000000';
const FOREVER_CALLS = 100_000;

Runtime.install({ logger: new DefaultLogger('ERROR') });
let bundle: Promise<NonNullable<WorkerOptions['workflowBundle']>> | undefined;

const seedRequest = (): PurchaseStart['request'] =>
  JSON.parse(readFileSync(new URL('../embedded/seed-request.json', import.meta.url), 'utf8'));

/** A start body: the seed sample's line for each merchant, so each order costs 23 yuan. */
export function startOf(purchase: Partial<Purchase>): PurchaseStart {
  const { id = 'po-1', merchants = [''], quantity = 1, policy, labels, message } = purchase;
  const request = seedRequest();
  const line = request.cargoParamList[0];
  if (line === undefined) throw new Error('the seed sample has no line');
  // Two merchants with the same ending are told apart by what stands before it.
  request.cargoParamList = merchants.map((ending, index) => ({
    ...line,
    quantity,
    sellerOpenId: `${line.sellerOpenId}${index === 0 ? '' : `M${index}`}${ending}`,
  }));
  if (message !== undefined) request.message = message;
  return {
    id,
    platform: '1688',
    request,
    policy: { confirmAfterSignedSeconds: 0, ...policy },
    ...(labels === undefined ? {} : { labels }),
  };
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const { address, callbacks = true, settleSeconds = 1, patienceSeconds = 30, timeoutMs = 2_000 } = options;
  const { readBackSpeed = 1, reconcileSince } = options;
  const namespace = await newNamespace(address);
  const sandbox =
    options.platform ?? (await startSandbox({ endpoints: options.endpoints, ...options.sandbox }));
  const connection = openConnection({ address });
  const temporal = new Client({ connection, namespace });
  const orders = await connect({ client: temporal, userId: USER_ID });
  const platform = {
    baseUrl: sandbox.url,
    credentials: () => ({ accessKey: ACCESS_KEY, secrets: [SECRET], userId: USER_ID }),
    endpoints: options.endpoints,
    callsPerSecond: FOREVER_CALLS,
    timeoutMs,
  };
  const gateway = await createGateway({
    orders: clientOrders(orders),
    platform,
    apiKeys: parseApiKeys('all:key-of-all'),
    callbacks: { credentials: () => ({ accessKey: ACCESS_KEY, secrets: [SECRET] }) },
    codec: null,
    uiOrigin: 'http://127.0.0.1:8233',
    log: pino({ level: 'silent' }),
    version,
    host: '127.0.0.1',
    port: 0,
  });
  if (callbacks) sandbox.settings({ callbackUrl: `${gateway.url}/callbacks/pandapon` });

  const native = await NativeConnection.connect({ address });
  let workers: RunningWorkers | null = null;
  const startWorkers = async (): Promise<void> => {
    bundle ??= bundleWorkflows();
    const pandapon = createPandapon(platform);
    const ownerOf = createOwnerOf(native, namespace);
    workers = await runWorkers({
      connection: native,
      namespace,
      activities: createActivities({
        pandapon,
        ownerOf,
        settleSeconds,
        reconcileSince,
        patienceSeconds,
        wait: (ms) => sleep(ms / readBackSpeed),
      }),
      callsPerSecond: FOREVER_CALLS,
      timeoutMs,
      workflowBundle: await bundle,
    });
  };
  const stopWorkers = async (): Promise<void> => {
    await workers?.shutdown();
    workers = null;
  };
  if (options.workers !== false) await startWorkers();

  return {
    address,
    namespace,
    sandbox,
    orders,
    temporal,
    gatewayUrl: gateway.url,
    startWorkers,
    stopWorkers,
    buy: async (purchase) => (await orders.post(startOf(purchase))).view,
    until: (id, wanted) => untilView(orders.purchase(id), wanted),
    untilOrder: (orderId, wanted) => untilView(orders.order('1688', orderId), wanted),
    async [Symbol.asyncDispose]() {
      await stopWorkers();
      await gateway.close();
      if (options.platform === undefined) await sandbox.close();
      await native.close();
      await orders.close();
      await connection.close();
    },
  };
}

const startSandbox = (options: Partial<SandboxOptions> = {}): Promise<Sandbox> =>
  createSandbox({
    accessKey: ACCESS_KEY,
    secret: SECRET,
    port: 0,
    speed: 20,
    ...options,
    settings: {
      ...options.settings,
      // A callback that a busy machine did not take in its second comes again soon.
      durations: { redeliver: 20, ...options.settings?.durations },
    },
  });

interface Followed<V> {
  view(): Promise<V>;
  waitForChange(options: { revision: number; seconds: number }): Promise<V>;
}

const PATIENCE_MS = 30_000;

async function untilView<V extends { revision: number }>(
  run: Followed<V>,
  wanted: (view: V) => boolean,
): Promise<V> {
  const giveUp = Date.now() + PATIENCE_MS;
  let view = await answered(() => run.view(), giveUp);
  while (!wanted(view)) {
    if (Date.now() > giveUp)
      throw new Error(`it never came so far; at last: ${JSON.stringify(view, null, 1)}`);
    const { revision } = view;
    view = await answered(() => run.waitForChange({ revision, seconds: 2 }), giveUp);
  }
  return view;
}

const LATE: ReadonlySet<string> = new Set(['NO_WORKER', 'TEMPORAL_UNAVAILABLE', 'NOT_FOUND']);

/**
 * A worker or server that shares few cores may be late for one query; one that is away stays away. An order that its
 * purchase names already has its own run a moment later.
 */
async function answered<V>(ask: () => Promise<V>, giveUp: number): Promise<V> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isLate = isPandaponOrdersError(error) && LATE.has(error.code);
      if (!isLate || Date.now() > giveUp) throw error;
    }
  }
}
