import type { Cargo } from './purchase.ts';

/** The bodies of the commands. Each is one JSON object, because the Temporal UI's dialog sends one. */

interface Said {
  /** Who says it. From the Temporal UI it must be given; a client states the door itself. */
  by?: string | undefined;
  note?: string | undefined;
  /** `stuck.revision` as the person saw it; a stale one is refused. */
  revision?: number | undefined;
  /** Set by our client: the door and the name (`operator:<key>`, `library:<by>`, `cli:<by>`). Without it the command came from the Temporal UI. */
  actor?: string | undefined;
  /** Set by our client: the idempotency key and a hash of the body, so that a repeat is told from another body. */
  key?: string | undefined;
  bodyHash?: string | undefined;
}

/** Changes by line index: members to merge into the line, or null to drop it. */
export type LineChanges = Record<string, Partial<Cargo> | null>;

export interface RetryCommand extends Said {
  /** JSON merge patch of `request`; before the first create only. */
  patch?: Record<string, unknown> | undefined;
  lines?: LineChanges | undefined;
  /** A deadline then stands at this instant (ISO-8601). */
  until?: string | undefined;
}
export type SkipCommand = Said;
export type AbortCommand = Said;
export type CancelCommand = Said;
export type ReleaseCommand = Said;
export interface ApproveCommand extends Said {
  /** A hard limit in fen, no tolerance on top. Without it: the sum shown. */
  upToFen?: number | undefined;
}
export interface AdoptCommand extends Said {
  orders: string[];
}
export interface HoldCommand extends Said {
  /** Released by itself at this instant (ISO-8601). */
  until?: string | undefined;
}
export interface ConfirmReceiptCommand extends Said {
  /** Indexes of lines; without it the whole order. */
  lines?: number[] | undefined;
}

export interface CommandBodies {
  retry: RetryCommand;
  skip: SkipCommand;
  abort: AbortCommand;
  approve: ApproveCommand;
  adopt: AdoptCommand;
  cancel: CancelCommand;
  hold: HoldCommand;
  release: ReleaseCommand;
  'confirm-receipt': ConfirmReceiptCommand;
}

/** What an accepted command answers: the run's revision just after, and what the one log line needs. */
export interface CommandAccepted {
  revision: number;
  stageBefore: string;
  stageAfter: string;
  /** The hash of the body that took effect: another one under the same key is `IDEMPOTENCY_KEY_REUSED`. */
  bodyHash?: string | undefined;
}

/** A hint: something may have changed on the platform. Claims never move money. */
export interface OrderEvent {
  /** The message type without its platform prefix, or `SWEEP`. */
  type: string;
  /** The status the message claims, when it claims one. */
  status?: string | undefined;
  /** `callback` or `sweep`. */
  by: 'callback' | 'sweep';
}
