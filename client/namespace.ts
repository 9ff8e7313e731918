import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { ATTRIBUTES } from '../contract/index.ts';
import { ConfigurationError } from '../pandapon/index.ts';
import { CALL_DEADLINE_MS, fromTemporal, GRPC, grpcStatus } from './temporal-call.ts';

/** Names in the namespace's own data that say whose it is. */
export const NAMESPACE_DATA = {
  host: 'pandapon-platform-host',
  accessKey: 'pandapon-access-key-sha256',
} as const;

/** Callers may not reuse an id while Temporal remembers it; below this the memory is short enough to be said at each start. */
const SHORT_RETENTION_DAYS = 30;
const DAY_SECONDS = 86_400;

/** Temporal's numbers of the attribute types (IndexedValueType). */
export const ATTRIBUTE_TYPES = { Keyword: 2, Int: 3, Datetime: 6, KeywordList: 7 } as const;

/** The platform and the key that a process works with. */
export interface PlatformIdentity {
  /** `PANDAPON_BASE_URL` */
  baseUrl: string;
  accessKey: string;
}

/** What a namespace says of itself. */
export interface NamespaceState {
  retentionDays: number;
  /** Platform host; null: never set up. */
  host: string | null;
  accessKeyHash: string | null;
}

const LOOPBACK = /^(localhost|127(?:\.\d+){3}|\[::1\])$/;

/** The host that a namespace belongs to. On this machine the port is left out: it changes from start to start. */
export function platformHost(baseUrl: string): string {
  const { host, hostname } = new URL(baseUrl);
  return LOOPBACK.test(hostname) ? 'localhost' : host;
}

/** SHA-256 of the access key, in hex: the key itself is never written anywhere. */
export const accessKeyHash = (accessKey: string): string =>
  createHash('sha256').update(accessKey).digest('hex');

const call = <T>(client: Client, fn: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + CALL_DEADLINE_MS, fn);

/** Reads what the namespace says of itself; null when there is none of that name. */
export async function readNamespace(client: Client): Promise<NamespaceState | null> {
  const { namespace } = client.options;
  try {
    const answer = await call(client, () => client.workflowService.describeNamespace({ namespace }));
    const data = answer.namespaceInfo?.data ?? {};
    const seconds = Number(answer.config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    return {
      retentionDays: seconds / DAY_SECONDS,
      host: data[NAMESPACE_DATA.host] ?? null,
      accessKeyHash: data[NAMESPACE_DATA.accessKey] ?? null,
    };
  } catch (error) {
    const missing = error instanceof NamespaceNotFoundError || grpcStatus(error)?.code === GRPC.NOT_FOUND;
    if (missing) return null;
    throw fromTemporal(error, `namespace ${namespace}`);
  }
}

/** Our search attributes that the namespace lacks, and those that it has with another type. */
export async function attributeGaps(client: Client): Promise<{ missing: string[]; odd: string[] }> {
  const { namespace } = client.options;
  const { customAttributes } = await call(client, () =>
    client.connection.operatorService.listSearchAttributes({ namespace }),
  );
  const ours = Object.entries(ATTRIBUTES);
  return {
    missing: ours.map(([name]) => name).filter((name) => customAttributes[name] === undefined),
    odd: ours
      .filter(([name, type]) => (customAttributes[name] ?? ATTRIBUTE_TYPES[type]) !== ATTRIBUTE_TYPES[type])
      .map(([name]) => name),
  };
}

/**
 * Compares the namespace with the platform and key of this process; every process asks at its start.
 * @returns sentences to say once: a retention that is too short.
 * @throws ConfigurationError of one line when the namespace is missing, not set up, or somebody else's.
 */
export async function checkNamespace(client: Client, identity: PlatformIdentity): Promise<string[]> {
  const { namespace } = client.options;
  const state = await readNamespace(client);
  if (state === null)
    throw new ConfigurationError(`Temporal has no namespace ${namespace}: run "orders setup"`);
  if (state.host === null)
    throw new ConfigurationError(`namespace ${namespace} is not set up: run "orders setup"`);
  const fault = identityFault(namespace, state, identity);
  if (fault !== null) throw new ConfigurationError(fault);
  const { missing } = await attributeGaps(client).catch(notListed);
  if (missing.length > 0)
    throw new ConfigurationError(
      `namespace ${namespace} lacks the search attributes ${missing.join(', ')}: run "orders setup"`,
    );
  if (state.retentionDays >= SHORT_RETENTION_DAYS) return [];
  return [
    `namespace ${namespace} keeps closed runs for ${state.retentionDays} days only: an id used again after that buys again`,
  ];
}

/** Temporal Cloud does not list attributes here; a start says so itself when one is missing. */
function notListed(error: unknown): { missing: string[] } {
  const code = grpcStatus(error)?.code;
  if (code === GRPC.UNIMPLEMENTED || code === GRPC.PERMISSION_DENIED) return { missing: [] };
  throw fromTemporal(error, 'search attributes');
}

/** Why a process may not work in a namespace, as one line; null: it may. */
export function identityFault(
  namespace: string,
  state: NamespaceState,
  identity: PlatformIdentity,
): string | null {
  const host = platformHost(identity.baseUrl);
  if (state.host !== null && state.host !== host)
    return `namespace ${namespace} belongs to the platform ${state.host}, this process works with ${host}: use another TEMPORAL_NAMESPACE`;
  if (state.accessKeyHash !== null && state.accessKeyHash !== accessKeyHash(identity.accessKey))
    return `namespace ${namespace} belongs to another PANDAPON_ACCESS_KEY: if the key was changed, run "orders setup --rekey"`;
  return null;
}
