import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { isPandaponOrdersError } from './errors.ts';
import type { RunRef } from './run-answer.ts';
import { RunFollower } from './run-follower.ts';

/** What can be watched: it has a revision that grows with each change, and an end. */
interface Changing {
  revision: number;
  closedAt: string | null;
}

/** A view, and every run that can change it. */
export interface Sight<V extends Changing> {
  view: V;
  runs: RunRef[];
}

/** Something to watch: how to look at it, and the run that it is. */
export interface Subject<V extends Changing> {
  run: RunRef;
  see: () => Promise<Sight<V>>;
}

export interface WatchOptions {
  /** Ends the watch. */
  signal?: AbortSignal | undefined;
}

/** Most seconds that a wait for a change lasts. */
export const WAIT_MAX_SECONDS = 60;
/** When there is no run to follow for a moment (it is being reset), one look a second. */
const NOTHING_TO_FOLLOW_MS = 1_000;
const AWAY_FIRST_MS = 1_000;
const AWAY_MOST_MS = 15_000;

/** Looks at a subject and says when to look again: it follows all runs that can change it. */
class ChangeFeed<V extends Changing> {
  readonly #client: Client;
  readonly #subject: Subject<V>;
  readonly #followers = new Map<string, RunFollower>();
  /** The wait of each follower; it outlives a look, so that nothing is missed. */
  readonly #waits = new Map<string, Promise<void>>();

  constructor(client: Client, subject: Subject<V>) {
    this.#client = client;
    this.#subject = subject;
  }

  /** The view as of now. What changes afterwards ends a `changed`. */
  async look(): Promise<V> {
    const tried = new Set<string>();
    await this.#follow([this.#subject.run], tried);
    for (;;) {
      const { view, runs } = await this.#subject.see();
      if (view.closedAt !== null) return view;
      // Followed from before the look on, or a change between the two would be missed.
      if (!(await this.#follow(runs, tried))) return view;
    }
  }

  /** Waits until one of the runs has made a step, or until `over`. */
  async changed(over: Promise<void>): Promise<void> {
    for (const [id, follower] of this.#followers) {
      if (follower.ended) this.#followers.delete(id);
      else if (!this.#waits.has(id)) this.#waits.set(id, this.#waitFor(id, follower));
    }
    const steps = [...this.#waits.values()];
    await Promise.race(steps.length > 0 ? [...steps, over] : [sleep(NOTHING_TO_FOLLOW_MS), over]);
  }

  close(): void {
    for (const follower of this.#followers.values()) follower.close();
  }

  #waitFor(id: string, follower: RunFollower): Promise<void> {
    const wait = follower.next().finally(() => this.#waits.delete(id));
    // It may end when nobody looks any more.
    wait.catch(() => undefined);
    return wait;
  }

  /** Follows runs that are not followed yet. True when there was one. */
  async #follow(runs: RunRef[], tried: Set<string>): Promise<boolean> {
    const fresh = runs.filter(
      ({ workflowId }) => !tried.has(workflowId) && (this.#followers.get(workflowId)?.ended ?? true),
    );
    await Promise.all(
      fresh.map((run) => {
        tried.add(run.workflowId);
        const follower = new RunFollower(this.#client, run);
        this.#followers.set(run.workflowId, follower);
        return follower.position();
      }),
    );
    return fresh.length > 0;
  }
}

/** One listener for a whole watch: signals warn when there are many. */
const abortOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const passes = (error: unknown): boolean =>
  isPandaponOrdersError(error, 'TEMPORAL_UNAVAILABLE') || isPandaponOrdersError(error, 'NO_WORKER');

/**
 * The view now, and again after each change, until it is closed. Temporal or the workers being away does not end it.
 * @throws NotFoundError, InternalError.
 */
export async function* watch<V extends Changing>(
  client: Client,
  subject: Subject<V>,
  options: WatchOptions = {},
): AsyncGenerator<V, void, undefined> {
  const signal = options.signal ?? new AbortController().signal;
  const over = abortOf(signal);
  const feed = new ChangeFeed(client, subject);
  let shown: number | undefined;
  let pauseMs = AWAY_FIRST_MS;
  try {
    while (!signal.aborted) {
      try {
        const view = await feed.look();
        pauseMs = AWAY_FIRST_MS;
        if (view.revision !== shown) yield view;
        shown = view.revision;
        if (view.closedAt !== null) return;
        await feed.changed(over);
      } catch (error) {
        if (!passes(error)) throw error;
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, AWAY_MOST_MS);
      }
    }
  } finally {
    feed.close();
  }
}

export interface WaitOptions extends WatchOptions {
  /** The revision that the caller knows. @default the one it has now */
  revision?: number | undefined;
  /** At most 60. */
  seconds: number;
}

/** The view as soon as it is newer than the revision, or as it stands after the seconds. */
export async function waitForChange<V extends Changing>(
  client: Client,
  subject: Subject<V>,
  { revision, seconds, signal }: WaitOptions,
): Promise<V> {
  const time = AbortSignal.timeout(Math.min(Math.max(seconds, 0), WAIT_MAX_SECONDS) * 1000);
  const end = signal === undefined ? time : AbortSignal.any([time, signal]);
  const over = abortOf(end);
  const feed = new ChangeFeed(client, subject);
  let known = revision;
  try {
    for (;;) {
      const view = await feed.look();
      known ??= view.revision;
      if (view.revision > known || view.closedAt !== null || end.aborted) return view;
      await feed.changed(over);
    }
  } finally {
    feed.close();
  }
}
