import { ApplicationFailure, defineUpdate, log, setHandler } from '@temporalio/workflow';
import { COMMANDS, type Command, type CommandAccepted } from '../contract/index.ts';
import {
  actorOf,
  isObject,
  noteOf,
  OWN_MEMBERS,
  type RawBody,
  type Refusal,
  refuse,
  sharedMembers,
  unknownMembers,
} from './refusal.ts';
import { remember, type SeenKey, seenBefore } from './seen-keys.ts';

/** What a run shows its command handlers. */
export interface Commanded {
  readonly kind: 'purchase' | 'order';
  /** The caller's id of a purchase, the platform's of an order. */
  readonly id: string;
  readonly seenKeys: SeenKey[];
  stage(): string;
  revision(): number;
  check(command: Command, body: RawBody): Refusal | null;
  take(command: Command, body: RawBody): void;
}

const DESCRIPTIONS: Record<Command, string> = {
  retry:
    'Look at the platform, then do the step again if it is still needed. {"by": "li", "note": "...", "until": "2026-01-31T00:00:00Z"}; a purchase also takes "patch" and "lines": {"3": {"quantity": 5}, "7": null}',
  skip: 'Go on without what it waits for (see the card for what that means here). {"by": "li", "note": "..."}',
  abort:
    'End it: cancels what is unpaid, lets go of what is paid. Said twice it ends at once. {"by": "li", "note": "..."}',
  approve: 'Say yes to the sum shown, or up to a hard limit. {"by": "li", "upToFen": 120000}',
  adopt: 'These platform orders are ours. {"by": "li", "orders": ["2540608320348880794"]}',
  cancel: 'Cancel what is unpaid; a paid order is left running. {"by": "li", "note": "..."}',
  hold: 'Send no create, pay or confirm until released. {"by": "li", "until": "2026-01-31T00:00:00Z"}',
  release: 'End the hold. {"by": "li"}',
  'confirm-receipt':
    'The goods are here: confirm the receipt, which pays the seller. {"by": "li", "lines": [0]}',
};

/**
 * Registers every command as an update. Handlers are synchronous: they check, change the state, bump the revision and
 * answer; the run's loop does the rest. A repeated idempotency key answers the first use again.
 */
export function handleCommands(run: Commanded): void {
  for (const command of COMMANDS) {
    const definition = defineUpdate<CommandAccepted, [unknown]>(command);
    setHandler(definition, (body) => take(run, command, body), {
      validator: (body) => check(run, command, body),
      description: DESCRIPTIONS[command],
    });
  }
}

function check(run: Commanded, command: Command, body: unknown): void {
  const refusal = sharedMembers(body) ?? (isObject(body) ? checkObject(run, command, body) : null);
  if (refusal === null) return;
  throw ApplicationFailure.create({
    type: refusal.code,
    message: refusal.message,
    nonRetryable: true,
    details: [refusal.pointers ?? []],
  });
}

/** For people: `purchase po-1`, `order 25406...`. */
const nameOf = ({ kind, id }: Commanded): string => `${kind} ${id}`;

const keyOf = (body: RawBody): string | undefined => (typeof body.key === 'string' ? body.key : undefined);
const hashOf = (body: RawBody): string => (typeof body.bodyHash === 'string' ? body.bodyHash : '');

function checkObject(run: Commanded, command: Command, body: RawBody): Refusal | null {
  const seen = seenBefore(run.seenKeys, keyOf(body));
  if (seen !== undefined) {
    return seen.bodyHash === hashOf(body)
      ? null
      : refuse('IDEMPOTENCY_KEY_REUSED', `${nameOf(run)}: this idempotency key was used with another body`);
  }
  return unknownMembers(command, body, OWN_MEMBERS[command]) ?? run.check(command, body);
}

function take(run: Commanded, command: Command, body: unknown): CommandAccepted {
  if (!isObject(body)) throw ApplicationFailure.nonRetryable('one JSON object is expected', 'INVALID');
  const stageBefore = run.stage();
  const key = keyOf(body);
  const seen = seenBefore(run.seenKeys, key);
  if (seen !== undefined) {
    return { revision: seen.revision, stageBefore, stageAfter: stageBefore, bodyHash: seen.bodyHash };
  }
  run.take(command, body);
  const revision = run.revision();
  if (key !== undefined) remember(run.seenKeys, { key, bodyHash: hashOf(body), revision });
  const stageAfter = run.stage();
  log.info(`${nameOf(run)}: ${command}`, {
    event: 'command',
    kind: run.kind,
    id: run.id,
    command,
    actor: actorOf(body),
    note: noteOf(body),
    stageBefore,
    stageAfter,
  });
  return { revision, stageBefore, stageAfter, bodyHash: hashOf(body) };
}
