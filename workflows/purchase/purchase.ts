import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  CreateResult,
  FindResult,
  ObserveResult,
  PayBatchResult,
  PreviewResult,
} from '../../activities/types.ts';
import {
  type OrderView,
  type Policy,
  type PurchaseInput,
  type PurchaseQueryAnswer,
  type PurchaseStage,
  packPurchaseView,
  policyOf,
  REQUEST_QUERY,
  type RequestQueryAnswer,
  RUN_SIGNALS,
  unpackOrderView,
  VIEW_QUERY,
} from '../../contract/index.ts';
import { showChange } from '../attributes.ts';
import { handleCommands } from '../command-handlers.ts';
import type { EffectEnd } from '../effect-end.ts';
import { cny } from '../money-text.ts';
import type { FromOrder } from '../order/state.ts';
import { stuckView } from '../park.ts';
import { isReset } from '../reset.ts';
import { type Life, liveToTheEnd, Run } from '../run.ts';
import { looks, spending, TO_ANY_COMMAND } from '../tasks.ts';
import { note } from '../timeline.ts';
import { isWord } from '../words.ts';
import { ordersFen } from './budget.ts';
import { purchaseCard } from './card.ts';
import { checkPurchaseCommand } from './command-checks.ts';
import { takePurchaseCommand } from './commands.ts';
import { nextPurchaseStep, type PurchaseStep, shownPark, wordsToSend } from './decide.ts';
import { FROM_ORDER, takeFromOrder, takeOrderEnd } from './from-order.ts';
import { createInput, findInput, payBatchInput, previewInput, readInput } from './inputs.ts';
import { joinOrderRun, startOrderRun, tellOrder } from './order-runs.ts';
import {
  type BoughtOrder,
  freshPurchase,
  openOrders,
  type PurchaseResult,
  type PurchaseState,
  unhandedOrders,
} from './state.ts';
import { takeBatch } from './take-batch.ts';
import { takeCreate } from './take-create.ts';
import { takeFind } from './take-find.ts';
import { takePreview } from './take-preview.ts';
import { beginLookBack, tidy } from './tidy.ts';
import { takeTrouble } from './trouble.ts';
import { previewedFen, purchaseView } from './view.ts';

const fromOrder = defineSignal<[unknown]>(RUN_SIGNALS.fromOrder);
const viewQuery = defineQuery<PurchaseQueryAnswer>(VIEW_QUERY);
const requestQuery = defineQuery<RequestQueryAnswer>(REQUEST_QUERY);

/**
 * The life of one purchase: preview, guards, create (or finding out whether it was created), then its orders, each in
 * a run of its own, until all have ended. One loop over one state; every business end completes the run and returns
 * its closing view. It never continues as new: it would lose its children.
 */
export async function purchase(input: PurchaseInput): Promise<PurchaseResult> {
  return liveToTheEnd(() => new PurchaseRun(input));
}

class PurchaseRun extends Run<PurchaseState> implements Life<PurchaseResult> {
  private readonly policy: Policy;

  constructor(private readonly input: PurchaseInput) {
    super(freshPurchase(input, Date.now()));
    this.policy = policyOf(input.policy);
    this.state.lookBack = isReset();
    this.handle();
  }

  async live(): Promise<PurchaseResult> {
    for (;;) {
      this.releaseWhenDue();
      tidy(this.state, this.policy);
      const step = nextPurchaseStep(this.state, this.policy, Date.now());
      if (step.do === 'end') return await this.end();
      await this.take(step);
    }
  }

  private take(step: Exclude<PurchaseStep, { do: 'end' }>): Promise<void> {
    switch (step.do) {
      case 'preview':
        return this.preview();
      case 'create':
        return this.create();
      case 'find':
        return this.find();
      case 'look-back':
        beginLookBack(this.state);
        return Promise.resolve();
      case 'start':
        return this.startOrders();
      case 'tell':
        return this.tell();
      case 'read-orders':
        return this.readOrders();
      case 'submit':
        return this.submit();
      case 'wait':
        return this.wait(step);
    }
  }

  private preview(): Promise<void> {
    const { state } = this;
    if (state.orders.length === 0) state.stage = 'previewing';
    const task = previewInput(state, this.input);
    const summary = `preview ${task.lines.length} line(s)`;
    return this.task.run<PreviewResult>(
      () => looks.preview.executeWithOptions({ summary }, [task]),
      TO_ANY_COMMAND,
      (end) => takePreview(state, end, Date.now()),
    );
  }

  private async create(): Promise<void> {
    const { state, input } = this;
    if (state.buy === null) return;
    if (state.orders.length === 0) state.stage = 'creating';
    const open = state.buy.merchants.filter(({ phase }) => phase === 'open');
    const fen = open.reduce((sum, merchant) => sum + merchant.previewFen, 0);
    const task = createInput(state, state.buy, input, isReset());
    const summary = `create ${open.length} order(s), ${cny(fen)}`;
    await this.effect<CreateResult>(
      'create',
      () => spending.create.executeWithOptions({ summary }, [task]),
      (end) => takeCreate(state, this.policy, task.n, end, Date.now()),
    );
    if (state.orders.length > 0) state.stage = 'fulfilling';
  }

  private async find(): Promise<void> {
    const { state, input } = this;
    if (state.buy === null) return;
    const task = findInput(state, state.buy, input);
    const summary = `was it created? look ${(state.buy.find?.reads ?? 0) + 1}`;
    await this.task.run<FindResult>(
      () => looks.find.executeWithOptions({ summary }, [task]),
      TO_ANY_COMMAND,
      (end) => takeFind(state, this.policy, input.id, end, Date.now()),
    );
    if (state.orders.length > 0) state.stage = 'fulfilling';
  }

  private async startOrders(): Promise<void> {
    const { state, input } = this;
    const fresh = state.orders.filter(({ run }) => run === 'to-start');
    await Promise.all(
      fresh.map(async (bought) => {
        // What is said from now on must be told: its input is made.
        bought.run = 'starting';
        const handle = await startOrderRun(state, input, bought);
        if (handle === null) {
          bought.run = 'joining';
          if (await joinOrderRun(input, bought.orderId)) return;
          // It ended between the two: then it may be started again, with all that was said.
          bought.run = 'to-start';
          state.outbox = state.outbox.filter(({ orderId }) => orderId !== bought.orderId);
          return;
        }
        bought.run = 'open';
        bought.observation = null;
        handle.result().then(
          (result) => this.orderEnded(bought.orderId, unpackOrderView(result.packed)),
          () => this.orderEnded(bought.orderId, null),
        );
      }),
    );
  }

  private orderEnded(orderId: string, view: OrderView | null): void {
    takeOrderEnd(this.state, orderId, view, Date.now());
    this.bell.ring();
  }

  private async tell(): Promise<void> {
    const { state } = this;
    const words = wordsToSend(state);
    const orderIds = [...new Set(words.map(({ orderId }) => orderId))];
    await Promise.all(
      orderIds.map(async (orderId) => {
        // One after the other: two signals at once may arrive in either order.
        for (const { word } of words.filter((entry) => entry.orderId === orderId))
          await tellOrder(this.input, orderId, word);
      }),
    );
    state.outbox = state.outbox.filter((entry) => !words.includes(entry));
  }

  private async readOrders(): Promise<void> {
    const { state } = this;
    state.readAgain = false;
    for (const bought of unhandedOrders(state)) {
      const task = readInput(state, this.input, bought.orderId);
      let read = false;
      await this.task.run<ObserveResult>(
        () => looks.observe.executeWithOptions({ summary: `look at order ${bought.orderId}` }, [task]),
        TO_ANY_COMMAND,
        (end) => {
          read = this.takeRead(bought, end);
        },
      );
      if (!read) return;
    }
  }

  /** False when the others need not be read either. */
  private takeRead(bought: BoughtOrder, end: EffectEnd<ObserveResult>): boolean {
    const { state } = this;
    if (end.kind === 'not-started') state.readAgain = true;
    if (end.kind === 'lost')
      takeTrouble(state, 'pay', { kind: 'unavailable', message: end.message }, Date.now());
    if (end.kind !== 'result') return false;
    const seen = end.value;
    if (seen.kind === 'seen') bought.dueFen = seen.order.dueFen;
    if (seen.kind === 'seen' || seen.kind === 'missing') return true;
    takeTrouble(state, 'pay', seen, Date.now());
    return false;
  }

  private submit(): Promise<void> {
    const { state } = this;
    const task = payBatchInput(state, this.input, isReset());
    const orderIds = task.orders.map(({ orderId }) => orderId);
    const summary = `submit ${orderIds.length} order(s) to pay`;
    return this.effect<PayBatchResult>(
      'pay',
      () => spending.payBatch.executeWithOptions({ summary }, [task]),
      (end) => takeBatch(state, orderIds, end, Date.now()),
    );
  }

  private wait(step: Extract<PurchaseStep, { do: 'wait' }>): Promise<void> {
    this.state.stage = stageOf(this.state, step);
    this.showWait(step);
    return this.untilWoken(step);
  }

  protected override showIfChanged(now: number): void {
    const { state } = this;
    const parked = shownPark(state);
    const shows = {
      stage: state.stage,
      reason: parked?.reason ?? null,
      totalFen: state.orders.length === 0 ? previewedFen(state) : ordersFen(state),
      billNos: [],
      dueAt: null,
    };
    showChange(state, shows, stuckView(parked), now);
  }

  protected override card(): string {
    return purchaseCard(this.view(), this.state.sent);
  }

  private view() {
    return purchaseView(this.state, this.input, workflowInfo().runId);
  }

  private async end(): Promise<PurchaseResult> {
    const { state } = this;
    const now = Date.now();
    state.parked = null;
    state.parks = [];
    state.stage = closingStage(state);
    state.changedAt = new Date(now).toISOString();
    note(state.timeline, now, state.stage, `${state.orders.length} order(s)`, state.ending?.by ?? 'system');
    this.showIfChanged(now);
    this.refreshCard();
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    const view = this.view();
    return { v: 1, packed: packPurchaseView(view), facts: { runId: view.runId, userId: view.userId } };
  }

  cancelByTemporal(): void {
    takePurchaseCommand(this.state, this.policy, 'cancel', { by: 'temporal' }, Date.now());
    this.wake('cancel');
  }

  private handle(): void {
    const { state, input } = this;
    const openIds = (): string[] =>
      openOrders(state)
        .filter(({ run }) => run === 'open')
        .map(({ orderId }) => orderId);
    setHandler(viewQuery, () => ({ v: 1, view: this.view(), openOrders: openIds(), sent: state.sent }), {
      description: 'The view of this purchase; its open orders answer for themselves.',
    });
    const { userId } = input;
    const { tag } = this.policy;
    setHandler(requestQuery, () => ({ v: 1, request: state.request, userId, tag }), {
      description: 'The platform request as it stands now, corrections included.',
    });
    setHandler(
      fromOrder,
      (word: unknown) => {
        if (!isWord<FromOrder>(word, FROM_ORDER)) return;
        takeFromOrder(state, word, Date.now());
        this.bell.ring();
      },
      { description: 'Between runs: an order asks to be bought again, or tells its end.' },
    );
    handleCommands({
      kind: 'purchase',
      id: input.id,
      seenKeys: state.seenKeys,
      stage: () => state.stage,
      revision: () => state.revision,
      check: (command, body) =>
        checkPurchaseCommand(state, { id: input.id, tag: this.policy.tag }, command, body, Date.now()),
      take: (command, body) => {
        takePurchaseCommand(state, this.policy, command, body, Date.now());
        this.wake(command);
      },
    });
  }
}

function stageOf(state: PurchaseState, step: Extract<PurchaseStep, { do: 'wait' }>): PurchaseStage {
  if (state.orders.length > 0) return 'fulfilling';
  const reason = step.park?.reason;
  if (reason === 'APPROVAL' || reason === 'OVER_BUDGET') return 'awaiting-approval';
  return state.buy?.phase === 'create' || state.buy?.phase === 'find' ? 'creating' : state.stage;
}

function closingStage(state: PurchaseState): PurchaseStage {
  if (state.orders.length === 0) return 'failed';
  return state.orders.some((order) => order.result?.stage === 'completed') ? 'completed' : 'cancelled';
}
