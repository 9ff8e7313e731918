import { ApplicationFailure, activityInfo, Context, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { shownText } from './platform-text.ts';
import type { NoAnswer } from './read-order.ts';
import type { CredentialsRefused, NotSent, Unavailable } from './types.ts';
import type { World } from './world.ts';

/** The type of the failure a look ends an attempt with; the retry policy of looks goes on after it. */
export const PLATFORM_TROUBLE = 'PLATFORM_TROUBLE';

/** One line that says what the platform, or the way to it, did. */
export function troubleText(answer: NoAnswer): string {
  const text = shownText(answer.message);
  return answer.kind === 'refused' || answer.kind === 'credentials' ? `${answer.code} ${text}`.trim() : text;
}

export const credentialsRefused = (answer: NoAnswer): CredentialsRefused => ({
  kind: 'credentials',
  message: troubleText(answer),
});

export const notSent = ({ patienceSeconds }: World, answer: NoAnswer): NotSent => ({
  kind: 'not-sent',
  message: troubleText(answer),
  retryAfterSeconds: 'retryAfterSeconds' in answer ? answer.retryAfterSeconds : null,
  patienceSeconds,
});

/**
 * What a look that brought no answer ends with. Refused credentials are said at once. Any other trouble fails this
 * attempt, so that the retry policy goes on (after the time that the platform asked for), until it has lasted for the
 * worker's patience, or at once when the run is not patient: then the run is told.
 * @throws ApplicationFailure (retryable, type `PLATFORM_TROUBLE`); CancelledFailure when the look was cancelled.
 */
export async function lookAgain(
  world: World,
  patient: boolean | undefined,
  answer: NoAnswer,
): Promise<CredentialsRefused | Unavailable> {
  if (answer.kind === 'credentials') return credentialsRefused(answer);
  if (cancellationSignal().aborted) await Context.current().cancelled;
  const message = troubleText(answer);
  if (patient === false || isOutOfPatience(world)) return { kind: 'unavailable', message };
  const asked = 'retryAfterSeconds' in answer ? answer.retryAfterSeconds : null;
  throw ApplicationFailure.create({
    message,
    type: PLATFORM_TROUBLE,
    // Expected, and counted per call: not a failure to log with its stack.
    category: ApplicationFailureCategory.BENIGN,
    // Never beyond the patience: by then the run must be told.
    ...(asked !== null && { nextRetryDelay: Math.max(1, Math.min(asked, world.patienceSeconds)) * 1000 }),
  });
}

/** `scheduledTimestampMs` is when the first attempt was scheduled. A first attempt may have waited long for a worker: it has not failed yet. */
function isOutOfPatience({ now, patienceSeconds }: World): boolean {
  const { attempt, scheduledTimestampMs } = activityInfo();
  return attempt > 1 && now() - scheduledTimestampMs >= patienceSeconds * 1000;
}
