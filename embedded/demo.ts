import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../client/index.ts';
import type { PurchaseView } from '../contract/index.ts';
import { createBody } from '../pandapon/index.ts';
import { askedToStop } from './asked-to-stop.ts';
import { newKeys } from './keys.ts';
import { listLink, runLink } from './links.ts';
import { type Stack, startStack } from './stack.ts';
import { steps } from './steps.ts';
import { findTemporal } from './temporal-binary.ts';

/**
 * `npm run demo [-- refuse] [-- --keep]`: the whole service on this machine, and one purchase from its preview to the confirmed
 * receipt. Ends with 0 only when the order completed. `refuse`: the merchant has nothing left. `--keep`: all stays up until Ctrl-C.
 */

/** A demo order lives some ten seconds; what takes so long will not come any more. */
const PATIENCE_MS = 150_000;
const OUT_OF_STOCK = '-outofstock';

const began = Date.now();
const print = (line: string) =>
  process.stdout.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

/** The body of the platform's documentation; with `refuse` at a merchant of the sandbox who refuses the order. */
function seedRequest(refuse: boolean) {
  const request = createBody.parse(
    JSON.parse(readFileSync(new URL('seed-request.json', import.meta.url), 'utf8')),
  );
  if (!refuse) return request;
  const cargoParamList = request.cargoParamList.map((line) => ({
    ...line,
    sellerOpenId: `${line.sellerOpenId ?? ''}${OUT_OF_STOCK}`,
  }));
  return { ...request, cargoParamList };
}

/** Follows the purchase to its end, or to where a person is needed, and prints what happens. */
async function follow(stack: Stack, refuse: boolean): Promise<PurchaseView> {
  const orders = await connect({ environment: stack.environment });
  try {
    const id = `demo-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`;
    const request = seedRequest(refuse);
    const policy = { confirmAfterSignedSeconds: 0 };
    const purchase = await orders.start({
      id,
      platform: '1688',
      request,
      policy,
      labels: { channel: 'demo' },
    });
    print(`posted purchase ${id} with ${request.cargoParamList.length} line`);
    let last: PurchaseView | null = null;
    for await (const view of purchase.watch({ signal: AbortSignal.timeout(PATIENCE_MS) })) {
      if (last === null) print(runLink(stack.temporal.uiUrl ?? '', 'default', view.workflowId, view.runId));
      for (const step of steps(last, view)) print(step);
      last = view;
      if (view.stuck !== null || view.orders.some((order) => order.stuck !== null)) break;
    }
    if (last === null) throw new Error(`purchase ${id} showed nothing within ${PATIENCE_MS / 1000} s`);
    return last;
  } finally {
    await orders.close();
  }
}

/** Why it did not complete, as sentences; none when it did. */
function shortfalls(view: PurchaseView): string[] {
  if (view.stage === 'completed' && view.outcome === 'full') return [];
  const stuck = [view.stuck, ...view.orders.map((order) => order.stuck)].filter((one) => one !== null);
  if (stuck.length > 0) {
    return stuck.map(
      ({ reason, message, actions }) => `${reason}: ${message} (a person can say: ${actions.join(', ')})`,
    );
  }
  return [`it is ${view.stage}, outcome ${view.outcome}`];
}

async function main(args: string[]): Promise<number> {
  const refuse = args.includes('refuse');
  const keep = args.includes('--keep');
  const unknown = args.filter((arg) => arg !== 'refuse' && arg !== '--keep');
  if (unknown.length > 0)
    throw new Error(`"${unknown.join(' ')}" is unknown: npm run demo [-- refuse] [-- --keep]`);

  const asked = askedToStop();
  const directory = await mkdtemp(join(tmpdir(), 'pandapon-orders-demo-'));
  let stack: Stack | undefined;
  try {
    const temporal = await findTemporal({ say: print });
    const keys = newKeys();
    stack = await startStack({ temporalBinary: temporal.path, directory, keys, say: print });
    print(`all is up: gateway ${stack.gatewayUrl}, sandbox ${stack.sandboxUrl}`);
    print(`Temporal UI ${listLink(stack.temporal.uiUrl ?? '', 'default')}`);

    const view = await Promise.race([follow(stack, refuse), asked]);
    if (view === undefined) return 130;
    const reasons = shortfalls(view);
    if (reasons.length === 0)
      print(`purchase ${view.id} is complete: everything was bought, paid and received`);
    for (const reason of reasons) print(`purchase ${view.id} did not complete: ${reason}`);
    if (keep) {
      print(`all stays up until Ctrl-C; gateway key ${keys.gatewayKey}`);
      await asked;
    }
    return reasons.length === 0 ? 0 : 1;
  } finally {
    await stack?.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(
    `npm run demo: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}\n`,
  );
  process.exit(1);
}
