import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { CancelResult, ConfirmResult, ObserveResult, PayResult } from '../../activities/types.ts';
import {
  type Command,
  EVENT_SIGNAL,
  type OrderQueryAnswer,
  type Policy,
  packOrderView,
  policyOf,
  purchaseWorkflowId,
  RUN_SIGNALS,
  VIEW_QUERY,
} from '../../contract/index.ts';
import { showChange } from '../attributes.ts';
import { handleCommands } from '../command-handlers.ts';
import { cny } from '../money-text.ts';
import { parkAs, stuckView } from '../park.ts';
import type { RawBody } from '../refusal.ts';
import { isReset } from '../reset.ts';
import { type Life, liveToTheEnd, Run } from '../run.ts';
import { freeEffects, looks, spending, TO_ANY_COMMAND } from '../tasks.ts';
import { note } from '../timeline.ts';
import { isWord } from '../words.ts';
import { orderCard } from './card.ts';
import { checkOrderCommand } from './command-checks.ts';
import { takeOrderCommand } from './commands.ts';
import { nextStep, type OrderStep } from './decide.ts';
import { isAllSigned, paidFen } from './facts.ts';
import { FROM_PURCHASE, takeFromPurchase } from './from-purchase.ts';
import { takeHint, takeLookOut } from './hints.ts';
import { countPaid } from './paid-counter.ts';
import {
  type FromOrder,
  type FromPurchase,
  freshState,
  type OrderInput,
  type OrderResult,
  type OrderState,
} from './state.ts';
import { takeCancel, takeConfirm, takePay } from './take-effects.ts';
import { takeLook } from './take-look.ts';
import { dueAt, orderView } from './view.ts';

const event = defineSignal<[unknown]>(EVENT_SIGNAL);
const fromPurchase = defineSignal<[unknown]>(RUN_SIGNALS.fromPurchase);
const view = defineQuery<OrderQueryAnswer>(VIEW_QUERY);

/** A keyword list holds so many at most. */
const BILLS_SHOWN = 20;

/**
 * The life of one platform order, from unpaid to its end: one loop over one state. Every business end completes the
 * run and returns its closing view.
 */
export async function order(input: OrderInput): Promise<OrderResult> {
  return liveToTheEnd(() => new OrderRun(input));
}

class OrderRun extends Run<OrderState> implements Life<OrderResult> {
  private readonly policy: Policy;

  constructor(private readonly input: OrderInput) {
    super(input.state ?? freshState(input, Date.now()));
    this.policy = policyOf(input.policy);
    if (input.state === undefined) {
      note(this.state.timeline, Date.now(), 'ordered', cny(this.state.order.dueFen));
    }
    this.handle();
  }

  async live(): Promise<OrderResult> {
    let countedFen = paidFen(this.state.order);
    for (;;) {
      countedFen = countPaid(countedFen, paidFen(this.state.order));
      this.releaseWhenDue();
      const step = nextStep(this.state, this.policy, Date.now());
      if (step.do === 'end') return await this.end(step);
      await this.take(step);
    }
  }

  private take(step: Exclude<OrderStep, { do: 'end' }>): Promise<void> {
    switch (step.do) {
      case 'look':
        return this.look();
      case 'pay':
        return this.pay();
      case 'confirm':
        return this.confirm();
      case 'cancel':
        return this.cancel();
      case 'rebuy':
        return this.rebuy();
      case 'wait':
        return this.wait(step);
    }
  }

  private target(): { platform: OrderInput['platform']; userId: string; orderId: string } {
    const { platform, userId } = this.input;
    return { platform, userId, orderId: this.state.order.orderId };
  }

  private look(): Promise<void> {
    const { state } = this;
    takeLookOut(state);
    const trace = !isAllSigned(state.order, state.parcels);
    const patient = state.trouble === null ? undefined : false;
    const options = { summary: `look at the order (${state.looks.by.split(':')[0]})` };
    const task = { ...this.target(), trace, patient };
    return this.task.run<ObserveResult>(
      () => looks.observe.executeWithOptions(options, [task]),
      TO_ANY_COMMAND,
      (end) => takeLook(state, end, Date.now()),
      state.order,
    );
  }

  private pay(): Promise<void> {
    const { state } = this;
    const { ceilingFen } = state;
    const task = { ...this.target(), ceilingFen, ...(isReset() ? { reset: true } : {}) };
    const summary = `pay ${cny(state.order.dueFen)} (send ${state.pay.sent + 1})`;
    return this.effect<PayResult>(
      'pay',
      () => spending.pay.executeWithOptions({ summary }, [task]),
      (end) => takePay(state, end, Date.now()),
      state.order,
    );
  }

  private confirm(): Promise<void> {
    const { state } = this;
    const asked = state.confirm.asked;
    const subItemIds = asked?.subItemIds ?? null;
    if (subItemIds === null) state.stage = 'confirming';
    const task = { ...this.target(), subItemIds, signedByPerson: asked !== null };
    const summary =
      subItemIds === null ? 'confirm receipt' : `confirm receipt of ${subItemIds.length} line(s)`;
    return this.effect<ConfirmResult>(
      'confirm',
      () => spending.confirm.executeWithOptions({ summary }, [task]),
      (end) => takeConfirm(state, end, Date.now()),
      state.order,
    );
  }

  private cancel(): Promise<void> {
    const { state } = this;
    const task = this.target();
    // A cancel spends nothing, so only a second abort has no time for it.
    return this.task.run<CancelResult>(
      () => freeEffects.cancel.executeWithOptions({ summary: 'cancel the order' }, [task]),
      () => state.abort?.atOnce === true,
      (end) => takeCancel(state, end, Date.now()),
      state.order,
    );
  }

  private async rebuy(): Promise<void> {
    const { state } = this;
    await this.tellPurchase(purchaseWorkflowId(this.input.purchaseId), {
      type: 'rebuy',
      orderId: state.order.orderId,
    });
    if (state.closed !== null) state.closed.told = true;
    note(state.timeline, Date.now(), 'rebuy', 'the purchase buys these lines again');
  }

  private async wait(step: Extract<OrderStep, { do: 'wait' }>): Promise<void> {
    this.showWait(step);
    if (workflowInfo().continueAsNewSuggested && !this.bell.hasRung()) return this.goOnAsNew();
    await this.untilWoken(step);
  }

  /** Attributes follow stage, stuck reason and bill numbers, and only when the run waits or ends. */
  protected override showIfChanged(now: number): void {
    const { state } = this;
    const shows = {
      stage: state.stage,
      reason: state.parked?.reason ?? null,
      totalFen: state.order.dueFen,
      billNos: state.parcels.map((parcel) => parcel.billNo).slice(0, BILLS_SHOWN),
      dueAt: dueAt(state, this.policy),
    };
    showChange(state, shows, stuckView(state.parked), now);
  }

  protected override card(): string {
    return orderCard(this.view(), this.state.sent);
  }

  private view() {
    return orderView(this.state, this.input, workflowInfo().runId);
  }

  private async end(step: Extract<OrderStep, { do: 'end' }>): Promise<OrderResult> {
    const { state } = this;
    state.stage = step.stage;
    parkAs(state, null, Date.now());
    note(state.timeline, Date.now(), step.stage, step.what);
    this.showIfChanged(Date.now());
    this.refreshCard();
    const result: OrderResult = { v: 1, packed: packOrderView(this.view()) };
    for (const workflowId of state.joined) {
      await this.tellPurchase(workflowId, { type: 'ended', orderId: state.order.orderId, result });
    }
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    return result;
  }

  private async goOnAsNew(): Promise<void> {
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    await continueAsNew<typeof order>({ ...this.input, state: this.state });
  }

  /** A purchase run that is gone (terminated) hears nothing: this order's life goes on without it. */
  private async tellPurchase(workflowId: string, word: FromOrder): Promise<void> {
    try {
      await getExternalWorkflowHandle(workflowId).signal(RUN_SIGNALS.fromOrder, word);
    } catch {
      note(this.state.timeline, Date.now(), 'purchase-away', `${workflowId} does not run any more`);
    }
  }

  cancelByTemporal(): void {
    takeOrderCommand(this.state, this.input, 'cancel', { by: 'temporal' }, Date.now());
    this.wake('cancel');
  }

  private handle(): void {
    const { state, input } = this;
    setHandler(view, () => ({ v: 1, view: this.view(), sent: state.sent }), {
      description: 'The view of this order, as HTTP and the library show it.',
    });
    setHandler(
      event,
      (hint) => {
        if (takeHint(state, hint)) this.bell.ring();
      },
      {
        description:
          'A platform callback for this order: a hint to look. {"type": "ORDER_STATUS_MODIFY", "by": "callback"}',
      },
    );
    setHandler(
      fromPurchase,
      (word: unknown) => {
        if (!isWord<FromPurchase>(word, FROM_PURCHASE)) return;
        if (word.type === 'join') this.join(word);
        else this.wake(takeFromPurchase(state, word, Date.now()));
      },
      { description: 'Between runs: the purchase hands over, holds, cancels or aborts.' },
    );
    handleCommands({
      kind: 'order',
      id: state.order.orderId,
      seenKeys: state.seenKeys,
      stage: () => state.stage,
      revision: () => state.revision,
      check: (command: Command, body: RawBody) => checkOrderCommand(state, input, command, body, Date.now()),
      take: (command: Command, body: RawBody) => {
        takeOrderCommand(state, input, command, body, Date.now());
        this.wake(command);
      },
    });
  }

  private join(word: Extract<FromPurchase, { type: 'join' }>): void {
    const { orderId } = this.state.order;
    const ours = word.purchaseId === this.input.purchaseId;
    if (ours && !this.state.joined.includes(word.workflowId)) this.state.joined.push(word.workflowId);
    const answer: FromOrder = ours
      ? { type: 'joined', orderId, payer: this.state.payer }
      : { type: 'not-yours', orderId, owner: this.input.purchaseId };
    // A handler stands outside the loop's scope, and must answer also after a cancel by Temporal.
    void CancellationScope.nonCancellable(() => this.tellPurchase(word.workflowId, answer));
  }
}
