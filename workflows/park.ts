import {
  actionsFor,
  type Candidate,
  type Command,
  isPlanned,
  type Stuck,
  type StuckReason,
} from '../contract/index.ts';

/** Why a run waits for a person, as a decision says it. */
export interface Park {
  reason: StuckReason;
  step: string;
  message: string;
  attempts?: number | undefined;
  dueFen?: number | undefined;
  payUrl?: string | undefined;
  candidates?: Candidate[] | undefined;
}

/** A park as it stands: since when, and the revision that a command answers to. */
export interface ParkedAt extends Park {
  since: string;
  revision: number;
}

/** Anything that parks: an order's or a purchase's state. */
interface Parking {
  parked: ParkedAt | null;
  revision: number;
}

const isSame = (a: ParkedAt, b: Park): boolean => a.reason === b.reason && a.step === b.step;

/**
 * Lets a run wait for `park` (null: for nothing). The same reason again is no new wait: `since` and `revision` stay,
 * only its words move on. Returns true when the wait began or ended.
 */
export function parkAs(state: Parking, park: Park | null, now: number): boolean {
  if (park === null) {
    if (state.parked === null) return false;
    state.parked = null;
    state.revision += 1;
    return true;
  }
  if (state.parked !== null && isSame(state.parked, park)) {
    state.parked = { ...park, since: state.parked.since, revision: state.parked.revision };
    return false;
  }
  state.revision += 1;
  state.parked = { ...park, since: new Date(now).toISOString(), revision: state.revision };
  return true;
}

/** The `stuck` member of a view. `actions` overrides what the table offers. */
export function stuckView(parked: ParkedAt | null, actions?: Command[]): Stuck | null {
  if (parked === null) return null;
  return {
    reason: parked.reason,
    step: parked.step,
    message: parked.message,
    since: parked.since,
    attempts: parked.attempts ?? 0,
    actions: actions ?? actionsFor(parked.reason),
    revision: parked.revision,
    planned: isPlanned(parked.reason),
    ...(parked.dueFen === undefined ? {} : { dueFen: parked.dueFen }),
    ...(parked.payUrl === undefined ? {} : { payUrl: parked.payUrl }),
    ...(parked.candidates === undefined ? {} : { candidates: parked.candidates }),
  };
}
