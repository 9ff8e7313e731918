import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import type { Platform, PurchaseStart, PurchaseView } from '../contract/index.ts';
import { parseBody, spendingSchema } from '../contract/schemas.ts';
import { ConfigurationError, type Environment } from '../pandapon/index.ts';
import { actorOf, type Door, keyHash } from './actor.ts';
import { bodyHash } from './body-hash.ts';
import { type BulkResult, type BulkRetry, retryStuck } from './bulk.ts';
import type { CommandOptions } from './commands.ts';
import { connectTemporal, readTemporalSettings, type TemporalOptions } from './connection.ts';
import { type Counts, countRuns } from './counts.ts';
import { InvalidError, isPandaponOrdersError } from './errors.ts';
import type { OrderFilter, PurchaseFilter, StuckFilter } from './filters.ts';
import { type Goods, goodsFrom } from './goods/goods.ts';
import { type Hint, sendHint } from './hint.ts';
import { type Listing, listOrders, listPurchases, type OrderItem, type PurchaseItem } from './lists.ts';
import { Order } from './order.ts';
import { Purchase } from './purchase.ts';
import { readSpending, type Spending, switchSpending } from './spending.ts';
import { startPurchase } from './start.ts';
import { listStuck, type StuckItem, type StuckPage } from './stuck-list.ts';
import { callTemporal } from './temporal-call.ts';

export type { OrderEvent, OrderView, Platform, PurchaseStart, PurchaseView } from '../contract/index.ts';
export { actorOf, type Door } from './actor.ts';
export type { BulkResult, BulkRetry } from './bulk.ts';
export type { CommandBody, CommandOptions } from './commands.ts';
export {
  connectTemporal,
  readTemporalSettings,
  type TemporalOptions,
  type TemporalSettings,
  unreachable,
} from './connection.ts';
export type { Counts } from './counts.ts';
export { dataConverterFrom, type PayloadHandling, PLAIN_PAYLOADS_WARNING } from './data-converter.ts';
export * from './errors.ts';
export {
  type OrderFilter,
  orderFilterSchema,
  type PageOptions,
  type PurchaseFilter,
  pageSchema,
  purchaseFilterSchema,
  type StuckFilter,
  stuckFilterSchema,
} from './filters.ts';
export type {
  AlibabaItem,
  AlibabaLine,
  AlibabaProduct,
  AlibabaSku,
  GoodsPage,
  TaobaoItem,
  TaobaoLine,
  TaobaoProduct,
  TaobaoSku,
} from './goods/found.ts';
export { createGoods, Goods, goodsFrom } from './goods/goods.ts';
export {
  GOODS_ORDERS,
  type GoodsImage,
  type GoodsSearch,
  goodsIdSchema,
  goodsImageSchema,
  goodsSearchSchemas,
} from './goods/questions.ts';
export type { Hint } from './hint.ts';
export type { Listing, OrderItem, Page, PurchaseItem } from './lists.ts';
export { checkNamespace, type PlatformIdentity } from './namespace.ts';
export { ORDER_COMMANDS, Order, type OrderCommand } from './order.ts';
export { EncryptionCodec, type PayloadKeys, readPayloadKeys } from './payload-codec.ts';
export { PURCHASE_COMMANDS, Purchase, type PurchaseCommand } from './purchase.ts';
export { type SetupOptions, setupNamespace } from './setup.ts';
export type { Spending } from './spending.ts';
export type { StuckItem, StuckPage } from './stuck-list.ts';
export { WAIT_MAX_SECONDS, type WaitOptions, type WatchOptions } from './watch.ts';

export interface ConnectOptions extends TemporalOptions {
  /** A connected client to use instead of `TEMPORAL_*`; `close` leaves it open. */
  client?: Client | undefined;
  /** Whose purchases they are where a start does not say. @default PANDAPON_USER_ID */
  userId?: string | undefined;
  /** Through which door people speak here. @default the library */
  door?: Door | undefined;
}

/** A purchase that was just posted. */
export interface StartedPurchase {
  purchase: Purchase;
  /** False: the same body had been posted before under this id. */
  created: boolean;
  /** As it stands. That of one which no worker has touched yet is made from the request alone. */
  view: PurchaseView;
}

const REACHABLE_DEADLINE_MS = 1_000;

/**
 * Connects to Temporal (`TEMPORAL_*`, or a profile) and answers the library.
 * @throws ConfigurationError of one line when Temporal does not answer or the configuration is wrong.
 */
export async function connect(options: ConnectOptions = {}): Promise<PandaponOrders> {
  const userId = options.userId ?? readUserId(options.environment ?? process.env);
  const goods = goodsFrom(options.environment ?? process.env);
  const settings = { door: options.door, userId, goods };
  if (options.client !== undefined) return new PandaponOrders(options.client, { ...settings, owned: false });
  const client = await connectTemporal(readTemporalSettings(options));
  return new PandaponOrders(client, { ...settings, owned: true });
}

function readUserId(environment: Environment): string | undefined {
  const file = environment['PANDAPON_USER_ID_FILE'];
  if (file === undefined || file === '') return environment['PANDAPON_USER_ID'] || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigurationError('PANDAPON_USER_ID_FILE cannot be read', { cause: error });
  }
}

interface Settings {
  userId?: string | undefined;
  door?: Door | undefined;
  goods: Goods;
  owned: boolean;
}

/** A repeated start is answered also where no worker, or one that is too busy, shows the purchase. */
async function viewOr(purchase: Purchase, known: PurchaseView): Promise<PurchaseView> {
  try {
    return await purchase.view();
  } catch (error) {
    if (isPandaponOrdersError(error, 'NO_WORKER')) return known;
    throw error;
  }
}

/** Purchases and orders, from outside. Everything that other services, the gateway and the CLI do goes through here. */
export class PandaponOrders {
  /** The Temporal client underneath. */
  readonly temporal: Client;
  /** What can be bought: asks the platform (`PANDAPON_*`), not Temporal. */
  readonly goods: Goods;
  readonly #settings: Settings;

  constructor(temporal: Client, settings: Settings) {
    this.temporal = temporal;
    this.goods = settings.goods;
    this.#settings = settings;
  }

  /**
   * Starts a purchase, once per id: the same body again answers the first one. Needs no worker.
   * @throws InvalidError before Temporal is asked; PurchaseIdTakenError; TemporalUnavailableError: post it again safely.
   */
  async start(body: PurchaseStart): Promise<Purchase> {
    const { id } = await startPurchase(this.temporal, body, this.#settings);
    return this.purchase(id);
  }

  /** `start` with a body that was not checked yet, as it came over a wire, and with the view for the answer. */
  async post(body: unknown): Promise<StartedPurchase> {
    const { id, created, posted, movedOn } = await startPurchase(this.temporal, body, this.#settings);
    const purchase = this.purchase(id);
    return { purchase, created, view: movedOn ? await viewOr(purchase, posted) : posted };
  }

  /** A purchase by its id. Asks nobody. */
  purchase(id: string): Purchase {
    return new Purchase(this.temporal, id, this.#settings.door);
  }

  /** An order by its platform id. Asks nobody. */
  order(platform: Platform, orderId: string): Order {
    return new Order(this.temporal, { platform, orderId, door: this.#settings.door });
  }

  /** Purchases, newest first: `for await`, or `.page({limit, cursor})`. A change shows within seconds. */
  purchases(filter?: PurchaseFilter): Listing<PurchaseItem> {
    return listPurchases(this.temporal, filter);
  }

  /** Orders, newest first: `for await`, or `.page({limit, cursor})`. A change shows within seconds. */
  orders(filter?: OrderFilter): Listing<OrderItem> {
    return listOrders(this.temporal, filter);
  }

  /** What waits for a person, oldest first: `for await`, or `.page({limit, cursor})`, which also says the total. */
  stuck(filter?: StuckFilter): Listing<StuckItem, StuckPage> {
    return listStuck(this.temporal, filter);
  }

  /**
   * Retries many stuck runs, paced; every item is answered, planned waits are left alone. With an idempotency key no run
   * is retried twice.
   */
  async retryStuck(body: BulkRetry = {}, options: CommandOptions = {}): Promise<{ results: BulkResult[] }> {
    return retryStuck(this.temporal, body, { door: this.#settings.door, ...options });
  }

  /** Whether money may move, since when, and who said so. */
  async spending(): Promise<Spending> {
    return readSpending(this.temporal);
  }

  /**
   * Turns spending off or on. Off: no create, pay or confirm leaves, reads go on, nothing fails; it survives every restart.
   * Sent again with the same idempotency key it switches nothing a second time, also when somebody else has switched since.
   * @throws InvalidError for a body that does not fit; IdempotencyKeyReusedError.
   */
  async switchSpending(
    body: { state: 'on' | 'off'; by?: string | undefined; note?: string | undefined },
    { door = this.#settings.door ?? { kind: 'library' }, idempotencyKey }: CommandOptions = {},
  ): Promise<Spending> {
    const { ok: read, errors } = parseBody(spendingSchema, body);
    if (read === undefined) throw new InvalidError('the body does not fit', { errors });
    const once =
      idempotencyKey === undefined
        ? undefined
        : { key: keyHash(door, 'spending', idempotencyKey), body: bodyHash(read) };
    return switchSpending(this.temporal, { ...read, actor: actorOf(door, read.by), once });
  }

  /** Tells an order that something may have happened to it. Answers once that is safely in Temporal. */
  async hint(hint: Hint, deadlineMs?: number): Promise<{ delivered: boolean }> {
    return sendHint(this.temporal, hint, deadlineMs);
  }

  /** How much is open and stuck, for metrics. */
  async counts(): Promise<Counts> {
    return countRuns(this.temporal);
  }

  /** Whether Temporal answers, within a second. */
  async isReachable(): Promise<boolean> {
    const { namespace } = this.temporal.options;
    const ask = () => this.temporal.workflowService.describeNamespace({ namespace });
    return callTemporal(this.temporal, `namespace ${namespace}`, ask, REACHABLE_DEADLINE_MS).then(
      () => true,
      () => false,
    );
  }

  /** Closes the connection, unless it was brought along. */
  async close(): Promise<void> {
    if (this.#settings.owned) await this.temporal.connection.close();
  }
}
