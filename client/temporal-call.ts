import { type Client, isGrpcServiceError, ServiceError } from '@temporalio/client';
import { NamespaceNotFoundError, WorkflowNotFoundError } from '@temporalio/common';
import { isConfigurationError } from '../pandapon/index.ts';
import {
  InternalError,
  isPandaponOrdersError,
  NotFoundError,
  type PandaponOrdersError,
  TemporalUnavailableError,
} from './errors.ts';
import { ENCRYPTED_ENCODING } from './payload-codec.ts';

/** gRPC status codes that mean something to us. */
export const GRPC = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

const AWAY: ReadonlySet<number> = new Set([
  GRPC.CANCELLED,
  GRPC.UNKNOWN,
  GRPC.DEADLINE_EXCEEDED,
  GRPC.RESOURCE_EXHAUSTED,
  GRPC.ABORTED,
  GRPC.UNAVAILABLE,
]);

const RETRY_AFTER_SECONDS = 5;

/** Lists and settings are raw calls: there the SDK does not make its own error of it. */
const NO_NAMESPACE = /^Namespace (\S+) is not found/;

/** One call that reads or starts. Temporal answers in milliseconds, or something is wrong. */
export const CALL_DEADLINE_MS = 5_000;

/** The gRPC status of an error of the SDK, wherever it wrapped it; undefined when it has none. */
export function grpcStatus(error: unknown): { code: number; details: string } | undefined {
  if (isGrpcServiceError(error)) return { code: error.code, details: error.details };
  if (error instanceof Error && error.cause !== undefined) return grpcStatus(error.cause);
  return undefined;
}

/**
 * Any error of the Temporal SDK as one of ours. `what` names the thing: `purchase po-1`.
 * Temporal away, slow, not set up, or refusing us is `TEMPORAL_UNAVAILABLE`; the same call can be made again.
 */
export function fromTemporal(error: unknown, what: string): PandaponOrdersError {
  if (isPandaponOrdersError(error)) return error;
  const unavailable = (why: string) =>
    new TemporalUnavailableError(`${what}: ${why}`, {
      cause: error,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  if (error instanceof WorkflowNotFoundError)
    return new NotFoundError(`${what}: there is no such run`, { cause: error });
  if (error instanceof NamespaceNotFoundError)
    return unavailable(`Temporal has no namespace ${error.namespace}: run "orders setup"`);
  const status = grpcStatus(error);
  if (status === undefined)
    return new InternalError(`${what}: ${unreadable(error) ?? 'a bug of ours'}`, { cause: error });
  if (AWAY.has(status.code)) return unavailable('Temporal does not answer');
  if (status.code === GRPC.UNAUTHENTICATED || status.code === GRPC.PERMISSION_DENIED)
    return unavailable('Temporal refuses our credentials: look at TEMPORAL_API_KEY and TEMPORAL_TLS_*');
  if (status.code === GRPC.INVALID_ARGUMENT && /search attribute/i.test(status.details))
    return unavailable('the namespace lacks our search attributes: run "orders setup"');
  const namespace = NO_NAMESPACE.exec(status.details)?.[1];
  if (status.code === GRPC.NOT_FOUND && namespace !== undefined)
    return unavailable(`Temporal has no namespace ${namespace}: run "orders setup"`);
  if (status.code === GRPC.NOT_FOUND)
    return new NotFoundError(`${what}: there is no such run`, { cause: error });
  return new InternalError(`${what}: Temporal answered ${status.details}`, { cause: error });
}

/** What is known of an error that came of no call: an answer that the keys of this process can't read. */
function unreadable(error: unknown): string | null {
  if (error instanceof ServiceError || isConfigurationError(error)) return error.message;
  if (!(error instanceof Error) || !error.message.includes(ENCRYPTED_ENCODING)) return null;
  return 'the answer is encrypted and PAYLOAD_KEYS is not set here; what was asked may be done all the same';
}

/**
 * Makes calls to Temporal under a deadline (ms from now), and turns their errors into ours.
 * Every call from outside goes through here or states its own deadline: the SDK's retries alone would take half a minute.
 */
export async function callTemporal<T>(
  client: Client,
  what: string,
  call: () => Promise<T>,
  deadlineMs: number = CALL_DEADLINE_MS,
): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + deadlineMs, call);
  } catch (error) {
    throw fromTemporal(error, what);
  }
}
