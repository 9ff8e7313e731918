import {
  connect,
  type PandaponOrders,
  type PlatformIdentity,
  readTemporalSettings,
  type TemporalSettings,
} from '../../client/index.ts';
import { attributeGaps, identityFault, readNamespace } from '../../client/namespace.ts';
import { countPollers } from '../../client/pollers.ts';
import type { Environment } from '../../pandapon/index.ts';
import { spendingText } from '../text/spending-text.ts';
import { type Check, fail, ok, reasonOf, skip, warn } from './check.ts';

/** As every process says at its start: an id used again after that buys again. */
const SHORT_RETENTION_DAYS = 30;

const PLAIN =
  'PAYLOAD_KEYS is not set in this shell: what it starts is stored as clear text, and what is encrypted it can not read';

interface Where {
  environment: Environment;
  profile: string | undefined;
  /** null: the platform's settings can't be read. */
  platform: PlatformIdentity | null;
}

/** Temporal, our namespace in it, the workers, and the spending switch. */
export async function temporalChecks({ environment, profile, platform }: Where): Promise<Check[]> {
  const reached = await reach(environment, profile);
  if (reached.orders === null) return [reached.check, skip('namespace', 'Temporal is out of reach')];
  const { orders, settings, check } = reached;
  try {
    const encryption = settings.encrypted
      ? ok('payloads', 'encrypted by PAYLOAD_KEYS')
      : warn('payloads', PLAIN);
    const namespace = await namespaceChecks(orders, platform);
    const usable = namespace.every(({ result }) => result !== 'fail');
    const rest = usable ? await Promise.all([workersCheck(orders), spendingCheck(orders)]) : [];
    return [check, ...namespace, encryption, ...rest];
  } finally {
    await orders.close();
  }
}

type Reached =
  | { check: Check; orders: PandaponOrders; settings: TemporalSettings }
  | { check: Check; orders: null };

async function reach(environment: Environment, profile: string | undefined): Promise<Reached> {
  try {
    const settings = readTemporalSettings({ environment, profile });
    const since = performance.now();
    const orders = await connect({ environment, profile, door: { kind: 'cli' } });
    const took = Math.round(performance.now() - since);
    return { check: ok('temporal', `${settings.address} answers (${took} ms)`), orders, settings };
  } catch (error) {
    return { check: fail('temporal', reasonOf(error)), orders: null };
  }
}

async function namespaceChecks(orders: PandaponOrders, platform: PlatformIdentity | null): Promise<Check[]> {
  const client = orders.temporal;
  const { namespace } = client.options;
  try {
    const state = await readNamespace(client);
    if (state === null) return [fail('namespace', `${namespace} is not there: run "orders setup"`)];
    if (state.host === null) return [fail('namespace', `${namespace} is not set up: run "orders setup"`)];
    const fault = platform === null ? null : identityFault(namespace, state, platform);
    const whose =
      fault === null
        ? ok('namespace', `${namespace} belongs to the platform ${state.host}`)
        : fail('namespace', fault);
    const days = `closed runs, and with them the ids of purchases, are remembered for ${state.retentionDays} days`;
    const retention =
      state.retentionDays < SHORT_RETENTION_DAYS
        ? warn(
            'retention',
            `${days}: an id used again after that buys again (RETENTION_DAYS, "orders setup")`,
          )
        : ok('retention', days);
    return [whose, await attributesCheck(orders), retention];
  } catch (error) {
    return [fail('namespace', reasonOf(error))];
  }
}

async function attributesCheck(orders: PandaponOrders): Promise<Check> {
  try {
    const { missing, odd } = await attributeGaps(orders.temporal);
    if (odd.length > 0)
      return fail('attributes', `${odd.join(', ')} have another type: use another namespace`);
    if (missing.length > 0)
      return fail('attributes', `${missing.join(', ')} are missing: run "orders setup"`);
    return ok('attributes', 'all search attributes are there');
  } catch (error) {
    return skip('attributes', `this server does not list them: ${reasonOf(error)}`);
  }
}

async function workersCheck(orders: PandaponOrders): Promise<Check> {
  try {
    const pollers = await countPollers(orders.temporal);
    const idle = Object.entries(pollers).filter(([, count]) => count === 0);
    if (idle.length === 0) return ok('workers', `${pollers.workflows} seen in the last minutes`);
    const queues = idle.map(([queue]) => queue).join(', ');
    return fail('workers', `none takes tasks of ${queues}: purchases start and wait; start a worker`);
  } catch (error) {
    return skip('workers', reasonOf(error));
  }
}

async function spendingCheck(orders: PandaponOrders): Promise<Check> {
  try {
    const spending = await orders.spending();
    return spending.state === 'on'
      ? ok('spending', spendingText(spending))
      : warn('spending', `${spendingText(spending)}; "orders spending on" lets money move again`);
  } catch (error) {
    return skip('spending', reasonOf(error));
  }
}
