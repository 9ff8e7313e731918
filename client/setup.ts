import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { ATTRIBUTES } from '../contract/index.ts';
import { ConfigurationError } from '../pandapon/index.ts';
import {
  ATTRIBUTE_TYPES,
  accessKeyHash,
  attributeGaps,
  identityFault,
  NAMESPACE_DATA,
  type NamespaceState,
  type PlatformIdentity,
  platformHost,
  readNamespace,
} from './namespace.ts';
import { callTemporal, GRPC, grpcStatus } from './temporal-call.ts';

const DAY_MS = 86_400_000;
/** How long servers take to learn of a new namespace or attribute: their caches are refreshed every ten seconds. */
const READY_WITHIN_MS = 45_000;
const READY_PAUSE_MS = 200;

export interface SetupOptions extends PlatformIdentity {
  /** `RETENTION_DAYS`: how long Temporal remembers a closed run, and with it the caller's id. */
  retentionDays: number;
  /** The access key was changed: write down the new one. */
  rekey?: boolean | undefined;
}

/**
 * Prepares the namespace, and changes nothing where all is as it should be: the namespace itself, its retention,
 * the search attributes, and whose it is. Waits until starts and lists work.
 * @returns what was done, a sentence each.
 * @throws ConfigurationError when it belongs to another platform, or to another key without `rekey`.
 */
export async function setupNamespace(client: Client, options: SetupOptions): Promise<string[]> {
  const { namespace } = client.options;
  const done: string[] = [];
  let state = await readNamespace(client);
  if (state === null) {
    await register(client, options);
    done.push(`made namespace ${namespace}`);
    state = await namespaceReady(client);
  }
  const fault = identityFault(namespace, rekeyed(state, options), options);
  if (fault !== null) throw new ConfigurationError(fault);

  done.push(...(await markNamespace(client, state, options)));
  done.push(...(await addAttributes(client)));
  await attributesReady(client);
  return done;
}

const rekeyed = (state: NamespaceState, { rekey }: SetupOptions): NamespaceState =>
  rekey === true ? { ...state, accessKeyHash: null } : state;

async function register(client: Client, { retentionDays }: SetupOptions): Promise<void> {
  const { namespace } = client.options;
  await callTemporal(client, `namespace ${namespace}`, () =>
    client.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(retentionDays * DAY_MS),
    }),
  );
}

async function markNamespace(
  client: Client,
  state: NamespaceState,
  options: SetupOptions,
): Promise<string[]> {
  const { namespace } = client.options;
  const host = platformHost(options.baseUrl);
  const hash = accessKeyHash(options.accessKey);
  const done = [
    state.retentionDays === options.retentionDays
      ? null
      : `set its retention to ${options.retentionDays} days`,
    state.host === host ? null : `bound it to the platform ${host}`,
    state.accessKeyHash === hash ? null : 'bound it to the access key of this configuration',
  ].filter((line) => line !== null);
  if (done.length === 0) return [];
  await callTemporal(client, `namespace ${namespace}`, () =>
    client.workflowService.updateNamespace({
      namespace,
      updateInfo: { data: { [NAMESPACE_DATA.host]: host, [NAMESPACE_DATA.accessKey]: hash } },
      config: {
        workflowExecutionRetentionTtl: msToTs(options.retentionDays * DAY_MS),
      },
    }),
  );
  return done;
}

async function addAttributes(client: Client): Promise<string[]> {
  const { namespace } = client.options;
  const { missing, odd } = await attributeGaps(client);
  if (odd.length > 0)
    throw new ConfigurationError(
      `namespace ${namespace} has the search attributes ${odd.join(', ')} with another type: use another TEMPORAL_NAMESPACE`,
    );
  if (missing.length === 0) return [];
  const types = Object.entries(ATTRIBUTES)
    .filter(([name]) => missing.includes(name))
    .map(([name, type]) => [name, ATTRIBUTE_TYPES[type]]);
  await callTemporal(client, `namespace ${namespace}`, () =>
    client.connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(types),
    }),
  );
  return [`added the search attributes ${missing.join(', ')}`];
}

/** Every attribute in one query: it is refused until the server knows them all. */
const USES_ALL_ATTRIBUTES = Object.keys(ATTRIBUTES)
  .map((name) => `${name} IS NULL`)
  .join(' AND ');

const attributesReady = (client: Client): Promise<unknown> =>
  eventually(client, [GRPC.INVALID_ARGUMENT, GRPC.NOT_FOUND], () =>
    client.workflowService.countWorkflowExecutions({
      namespace: client.options.namespace,
      query: USES_ALL_ATTRIBUTES,
    }),
  );

async function namespaceReady(client: Client): Promise<NamespaceState> {
  await eventually(client, [GRPC.NOT_FOUND], () =>
    client.workflowService.countWorkflowExecutions({ namespace: client.options.namespace, query: '' }),
  );
  const state = await readNamespace(client);
  if (state === null)
    throw new ConfigurationError(
      `Temporal has no namespace ${client.options.namespace}, though it was just made`,
    );
  return state;
}

/** Calls again while the server answers one of the codes it gives before its caches are fresh. */
async function eventually<T>(client: Client, early: number[], call: () => Promise<T>): Promise<T> {
  const what = `namespace ${client.options.namespace}`;
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await callTemporal(client, what, call);
    } catch (error) {
      const code = grpcStatus(error)?.code;
      if (code === undefined || !early.includes(code) || Date.now() > until) throw error;
    }
    await sleep(READY_PAUSE_MS);
  }
}
