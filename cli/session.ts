import { checkNamespace, connect, type PandaponOrders, PLAIN_PAYLOADS_WARNING } from '../client/index.ts';
import { type Environment, readPandaponEnvironment } from '../pandapon/index.ts';
import { type Asked, environmentOf } from './action.ts';

type Where = Pick<Asked<unknown>, 'shell' | 'globals'>;

/** Connects to Temporal, does one thing that only reads, and closes again. */
export async function reading<T>(where: Where, read: (orders: PandaponOrders) => Promise<T>): Promise<T> {
  const environment = environmentOf(where);
  const orders = await connect({ environment, profile: where.globals.profile, door: { kind: 'cli' } });
  try {
    return await read(orders);
  } finally {
    await orders.close();
  }
}

/**
 * The same for what changes something. Where this environment knows a platform, the namespace must be that platform's:
 * a command meant for the sandbox never reaches real purchases.
 */
export async function writing<T>(where: Where, write: (orders: PandaponOrders) => Promise<T>): Promise<T> {
  return reading(where, async (orders) => {
    const environment = environmentOf(where);
    if (knowsPlatform(environment)) {
      const { baseUrl, credentials } = readPandaponEnvironment(environment);
      await checkNamespace(orders.temporal, { baseUrl, accessKey: credentials().accessKey });
    }
    return write(orders);
  });
}

const knowsPlatform = (environment: Environment): boolean =>
  Boolean(environment['PANDAPON_ACCESS_KEY'] || environment['PANDAPON_ACCESS_KEY_FILE']);

/** Said when an address went into Temporal from a shell that has no keys. */
export function warnOfPlainPayloads({ shell }: Where): void {
  if (!shell.environment['PAYLOAD_KEYS']) shell.err(`orders: ${PLAIN_PAYLOADS_WARNING}\n`);
}

/** Who says it: `--by`, else the person's name on this system. */
export const whoSays = ({ shell, globals }: Where): string => globals.by ?? shell.user;
