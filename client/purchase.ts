import type { Client } from '@temporalio/client';
import { COMMANDS, type Command, type PurchaseView, purchaseWorkflowId } from '../contract/index.ts';
import type { Door } from './actor.ts';
import { closingOf } from './closing.ts';
import { type CommandBody, type CommandOptions, sendAndLook } from './commands.ts';
import { purchaseRun, readPurchase, seePurchase, viewPurchase } from './views.ts';
import { type Subject, type WaitOptions, type WatchOptions, waitForChange, watch } from './watch.ts';

/** What can be said to a purchase. */
export type PurchaseCommand = Exclude<Command, 'confirm-receipt'>;
export const PURCHASE_COMMANDS: readonly PurchaseCommand[] = COMMANDS.filter(
  (command) => command !== 'confirm-receipt',
);

type Say<C extends Command> = (body?: CommandBody<C>, options?: CommandOptions) => Promise<PurchaseView>;

/** One purchase, by its id. Making this object asks nobody. */
export class Purchase {
  readonly id: string;
  readonly #client: Client;
  readonly #door: Door | undefined;

  constructor(client: Client, id: string, door?: Door) {
    this.#client = client;
    this.id = id;
    this.#door = door;
  }

  get workflowId(): string {
    return purchaseWorkflowId(this.id);
  }

  /**
   * Where it stands, exactly, its open orders included. A closed one needs no worker.
   * @throws NotFoundError; NoWorkerError within 3 s; TemporalUnavailableError.
   */
  async view(): Promise<PurchaseView> {
    return viewPurchase(this.#client, this.id);
  }

  /** The view as soon as it is newer than `revision`, or as it stands after `seconds` (at most 60). No busy polling. */
  async waitForChange(options: WaitOptions): Promise<PurchaseView> {
    return waitForChange(this.#client, this.#subject(), options);
  }

  /** The view now and after each change, of its orders too, until it is closed. No busy polling; outages are waited out. */
  watch(options?: WatchOptions): AsyncGenerator<PurchaseView, void, undefined> {
    return watch(this.#client, this.#subject(), options);
  }

  /** The closing view, however long it takes. @throws InternalError only for a bug or a terminate; TemporalUnavailableError. */
  async result(): Promise<PurchaseView> {
    const run = purchaseRun(this.id);
    return readPurchase(await closingOf(this.#client, run), run).view;
  }

  /** Looks at the platform, then does the step again if it is still needed; with `patch` or `lines`, with a corrected request. */
  retry: Say<'retry'> = (body, options) => this.command('retry', body, options);
  /** Goes on without what it waits for. */
  skip: Say<'skip'> = (body, options) => this.command('skip', body, options);
  /** Ends it: cancels what is unpaid, lets go of what is paid. Said twice it ends at once. */
  abort: Say<'abort'> = (body, options) => this.command('abort', body, options);
  /** Says yes to the sum shown, or up to a hard limit. */
  approve: Say<'approve'> = (body, options) => this.command('approve', body, options);
  /** Cancels what is unpaid; paid orders are left running. */
  cancel: Say<'cancel'> = (body, options) => this.command('cancel', body, options);
  /** Sends no create, pay or confirm until released, its orders included. */
  hold: Say<'hold'> = (body, options) => this.command('hold', body, options);
  /** Ends the hold. */
  release: Say<'release'> = (body, options) => this.command('release', body, options);

  /** These platform orders are ours. */
  async adopt(body: CommandBody<'adopt'>, options?: CommandOptions): Promise<PurchaseView> {
    return this.command('adopt', body, options);
  }

  /**
   * Any command with a body that was not checked yet, as it came over a wire. Answers the view just after.
   * @throws InvalidError and the other refusals; OutcomeUnknownError after 10 s without an answer.
   */
  async command(command: PurchaseCommand, body: unknown, options?: CommandOptions): Promise<PurchaseView> {
    const door = options?.door ?? this.#door;
    const look = () => this.view();
    return sendAndLook(this.#client, purchaseRun(this.id), { ...options, door, command, body, look });
  }

  #subject(): Subject<PurchaseView> {
    const run = purchaseRun(this.id);
    return {
      run,
      see: async () => {
        const { view, runs } = await seePurchase(this.#client, this.id);
        return { view, runs: [run, ...runs] };
      },
    };
  }
}
