import type { Client } from '@temporalio/client';
import { COMMANDS, type Command, type OrderView, orderWorkflowId, type Platform } from '../contract/index.ts';
import type { Door } from './actor.ts';
import { closingOf } from './closing.ts';
import { type CommandBody, type CommandOptions, sendAndLook } from './commands.ts';
import { orderRun, readOrder, viewOrder } from './views.ts';
import { type Subject, type WaitOptions, type WatchOptions, waitForChange, watch } from './watch.ts';

/** What can be said to an order. */
export type OrderCommand = Exclude<Command, 'adopt'>;
export const ORDER_COMMANDS: readonly OrderCommand[] = COMMANDS.filter((command) => command !== 'adopt');

type Say<C extends Command> = (body?: CommandBody<C>, options?: CommandOptions) => Promise<OrderView>;

/** One platform order, by its id. Making this object asks nobody. */
export class Order {
  readonly platform: Platform;
  readonly orderId: string;
  readonly #client: Client;
  readonly #door: Door | undefined;

  constructor(client: Client, order: { platform: Platform; orderId: string; door?: Door | undefined }) {
    this.#client = client;
    this.platform = order.platform;
    this.orderId = order.orderId;
    this.#door = order.door;
  }

  get workflowId(): string {
    return orderWorkflowId(this.platform, this.orderId);
  }

  /**
   * Where it stands, exactly. An ended one needs no worker.
   * @throws NotFoundError; NoWorkerError within 3 s; TemporalUnavailableError.
   */
  async view(): Promise<OrderView> {
    return viewOrder(this.#client, this.platform, this.orderId);
  }

  /** The view as soon as it is newer than `revision`, or as it stands after `seconds` (at most 60). No busy polling. */
  async waitForChange(options: WaitOptions): Promise<OrderView> {
    return waitForChange(this.#client, this.#subject(), options);
  }

  /** The view now and after each change, until it has ended. No busy polling; outages are waited out. */
  watch(options?: WatchOptions): AsyncGenerator<OrderView, void, undefined> {
    return watch(this.#client, this.#subject(), options);
  }

  /** The closing view, however long it takes. @throws InternalError only for a bug or a terminate; TemporalUnavailableError. */
  async result(): Promise<OrderView> {
    const run = orderRun(this.platform, this.orderId);
    return readOrder(await closingOf(this.#client, run), run).view;
  }

  /** Looks at the platform, then does the step again if it is still needed. */
  retry: Say<'retry'> = (body, options) => this.command('retry', body, options);
  /** Goes on without what it waits for. */
  skip: Say<'skip'> = (body, options) => this.command('skip', body, options);
  /** Ends it: cancels it while unpaid, lets go of it when paid. Said twice it ends at once. */
  abort: Say<'abort'> = (body, options) => this.command('abort', body, options);
  /** Says yes to what is due, or up to a hard limit. */
  approve: Say<'approve'> = (body, options) => this.command('approve', body, options);
  /** Cancels it while unpaid; a paid one is left running. */
  cancel: Say<'cancel'> = (body, options) => this.command('cancel', body, options);
  /** Sends no pay or confirm until released. */
  hold: Say<'hold'> = (body, options) => this.command('hold', body, options);
  /** Ends the hold of this order only. */
  release: Say<'release'> = (body, options) => this.command('release', body, options);
  /** The goods are here: confirms the receipt, of all or of some lines, which pays the seller. */
  confirmReceipt: Say<'confirm-receipt'> = (body, options) => this.command('confirm-receipt', body, options);

  /**
   * Any command with a body that was not checked yet, as it came over a wire. Answers the view just after.
   * @throws InvalidError and the other refusals; OutcomeUnknownError after 10 s without an answer.
   */
  async command(command: OrderCommand, body: unknown, options?: CommandOptions): Promise<OrderView> {
    const run = orderRun(this.platform, this.orderId);
    const door = options?.door ?? this.#door;
    const look = () => this.view();
    return sendAndLook(this.#client, run, { ...options, door, command, body, look });
  }

  #subject(): Subject<OrderView> {
    const run = orderRun(this.platform, this.orderId);
    return { run, see: async () => ({ view: await this.view(), runs: [run] }) };
  }
}
