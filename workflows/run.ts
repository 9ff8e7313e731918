import { CancellationScope, setCurrentDetails } from '@temporalio/workflow';
import type { Command, Held, OrderObservation, Packed, TimelineEntry } from '../contract/index.ts';
import type { Shown } from './attributes.ts';
import { Bell } from './bell.ts';
import type { EffectEnd } from './effect-end.ts';
import { type Park, type ParkedAt, parkAs } from './park.ts';
import { TaskOut, TO_ENDING_COMMANDS } from './tasks.ts';
import { note } from './timeline.ts';
import { WakeUp } from './wake-up.ts';

/** What the state of any run holds for its loop. */
export interface RunState {
  stage: string;
  parked: ParkedAt | null;
  held: Held | null;
  revision: number;
  timeline: TimelineEntry[];
  /** What attributes and memo show now. */
  shown: Shown;
  /** An effect stands in its queue. */
  sent: { step: string; since: string } | null;
}

/** A decision to wait: for a person (`park`), and no longer than until an instant (ms). */
export interface Wait {
  park: Park | null;
  until: number;
}

/** What the lives of a purchase and of an order share: doing one step at a time, waiting, being woken. */
export abstract class Run<State extends RunState> {
  protected readonly bell = new Bell();
  protected readonly task = new TaskOut();
  private readonly wakeUp = new WakeUp(this.bell);

  protected constructor(protected readonly state: State) {}

  /** Brings attributes and memo up to date. `now` in ms. */
  protected abstract showIfChanged(now: number): void;

  /** The run as it stands, for people: Markdown. */
  protected abstract card(): string;

  protected refreshCard(): void {
    setCurrentDetails(this.card());
  }

  /** Hands on an effect, and takes in what came of it. `known`: the order that its answer builds on. */
  protected effect<T>(
    step: string,
    start: () => Promise<Packed<T>>,
    take: (end: EffectEnd<T>) => void,
    known?: OrderObservation,
  ): Promise<void> {
    const { state } = this;
    state.sent = { step, since: new Date().toISOString() };
    this.stopWaiting();
    this.refreshCard();
    const ended = (end: EffectEnd<T>): void => {
      state.sent = null;
      state.revision += 1;
      take(end);
    };
    return this.task.run<T>(start, TO_ENDING_COMMANDS, ended, known);
  }

  /** What it waited for is over when an effect is handed on, and lists say so: it may stand in its queue for days. */
  private stopWaiting(): void {
    const { state } = this;
    if (state.parked?.reason !== 'PLATFORM_UNAVAILABLE') parkAs(state, null, Date.now());
    if (state.parked === null && state.shown.reason !== null) this.showIfChanged(Date.now());
  }

  /** Shows what it is about to wait for. */
  protected showWait({ park }: Wait): void {
    const { state } = this;
    const now = Date.now();
    if (parkAs(state, park, now) && park !== null) note(state.timeline, now, 'stuck', park.reason);
    this.showIfChanged(now);
    this.refreshCard();
  }

  /** Waits until something comes in, or until the instant, or the end of a hold. */
  protected async untilWoken({ park, until }: Wait): Promise<void> {
    const { held, stage } = this.state;
    const heldUntil = held?.until == null ? Number.POSITIVE_INFINITY : Date.parse(held.until);
    this.wakeUp.arm(Math.min(until, heldUntil), Date.now(), park?.reason ?? `${stage}: next look`);
    await this.bell.heard();
  }

  protected releaseWhenDue(): void {
    const { state } = this;
    if (state.held?.until == null || Date.parse(state.held.until) > Date.now()) return;
    // A purchase needs to tell nobody: its orders were given the same instant.
    state.held = null;
    state.revision += 1;
    note(state.timeline, Date.now(), 'release', 'the hold has run out');
  }

  /** A command has been taken. */
  protected wake(command: Command): void {
    this.task.tell(command);
    this.bell.ring();
  }
}

/** A run as its workflow function starts it. */
export interface Life<Result> {
  /** To its business end: returns the closing view. */
  live(): Promise<Result>;
  /** A cancel by Temporal is the command of that name. */
  cancelByTemporal(): void;
}

/** Lets a run live to its own end: nothing in it is cut off by a cancel from outside, which it hears as a command. */
export function liveToTheEnd<Result>(begin: () => Life<Result>): Promise<Result> {
  const scope = CancellationScope.current();
  const run = begin();
  scope.cancelRequested.catch(() => run.cancelByTemporal());
  return CancellationScope.nonCancellable(() => run.live());
}
