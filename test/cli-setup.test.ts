import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { runOrders } from '../cli/fixtures/orders-process.ts';
import { platformEnvironment } from '../cli/fixtures/platform.ts';
import { recordedShell } from '../cli/fixtures/shell.ts';
import { run } from '../cli/run.ts';
import { checkNamespace, connectTemporal, readTemporalSettings } from '../client/index.ts';

const SANDBOX = 'http://127.0.0.1:8090';
const newName = () => `cli-${randomBytes(4).toString('hex')}`;
const environmentFor = (namespace: string, more: Record<string, string> = {}) => ({
  ...platformEnvironment(SANDBOX),
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  TEMPORAL_NAMESPACE: namespace,
  ...more,
});

async function orders(environment: Record<string, string | undefined>, args: string[]) {
  const shell = recordedShell(environment);
  const code = await run(args, shell, '0.0.0');
  return { code, stdout: shell.written.out, stderr: shell.written.err };
}

test('setup prepares a new namespace, says what it did, and changes nothing the second time', async () => {
  const namespace = newName();
  const environment = environmentFor(namespace);
  const first = await runOrders(environment, ['setup']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain(`namespace ${namespace}: made namespace`);
  expect(first.stdout).toContain('added the search attributes');

  const client = await connectTemporal(readTemporalSettings({ environment }));
  const identity = { baseUrl: SANDBOX, accessKey: 'ak-example' };
  expect(await checkNamespace(client, identity)).toEqual([]);
  await client.connection.close();

  const second = await runOrders(environment, ['setup', '-o', 'json']);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(second.stdout)).toEqual({ namespace, done: [], warnings: [] });
});

test('setup keeps another platform and a changed key out, until --rekey says so', async () => {
  const namespace = newName();
  await orders(environmentFor(namespace, { RETENTION_DAYS: '7' }), ['setup']);
  const elsewhere = environmentFor(namespace, { PANDAPON_BASE_URL: 'https://api.pandapon.com' });
  const refused = await orders(elsewhere, ['setup']);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^orders: namespace \S+ belongs to the platform localhost, .*\n$/);

  const changed = environmentFor(namespace, { PANDAPON_ACCESS_KEY: 'ak-other', RETENTION_DAYS: '7' });
  expect((await orders(changed, ['setup'])).stderr).toContain('orders setup --rekey');
  const rekeyed = await orders(changed, ['setup', '--rekey']);
  expect(rekeyed).toMatchObject({ code: 0 });
  expect(rekeyed.stdout).toContain('bound it to the access key of this configuration');
  expect(rekeyed.stderr).toContain('keeps closed runs for 7 days only');
});

test('a retention that is no number of days is one line', async () => {
  const ended = await orders(environmentFor(newName(), { RETENTION_DAYS: 'long' }), ['setup']);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toBe(
    'orders: RETENTION_DAYS must be a whole number of days from 1 to 3650 (CONFIGURATION)\n',
  );
});

test('the command line goes before the environment, as with the CLI of Temporal', async () => {
  const namespace = newName();
  const environment = environmentFor('somewhere-else', { TEMPORAL_ADDRESS: '127.0.0.1:1' });
  const where = ['--address', inject('temporalAddress'), '--namespace', namespace];
  expect((await orders(environment, ['setup', ...where])).stdout).toContain(`namespace ${namespace}`);
});
