import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { platformEnvironment } from '../cli/fixtures/platform.ts';
import { recordedShell } from '../cli/fixtures/shell.ts';
import { run } from '../cli/run.ts';
import { createPandapon, readPandaponEnvironment } from '../pandapon/index.ts';
import { ACCESS_KEY, createWorld, SECRET, USER_ID } from './world.ts';

const MOVED = {
  'alibaba.order.page': { path: '/v3/orders' },
  'alibaba.order.detail': { path: '/v3/orders/{orderId}' },
  'alibaba.order.logisticsTrace': { method: 'POST', path: '/v3/trace' },
  'alibaba.refund.reasons': { path: '/v3/reasons' },
};

test('a file of moved paths is what workflow activities, the library and orders call all go by', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
  try {
    const file = join(folder, 'endpoints.json');
    writeFileSync(file, JSON.stringify(MOVED));
    const about = {
      PANDAPON_ACCESS_KEY: ACCESS_KEY,
      PANDAPON_ACCESS_SECRET: SECRET,
      PANDAPON_USER_ID: USER_ID,
      PANDAPON_ENDPOINTS: file,
    };
    const { endpoints } = readPandaponEnvironment(about);
    // The sandbox has these operations nowhere else.
    await using world = await createWorld({ address: inject('temporalAddress'), endpoints });
    await world.buy({ id: 'po-1' });
    const { orders } = await world.orders.purchase('po-1').result();
    const orderId = orders[0]?.orderId ?? '';
    expect(orders).toMatchObject([{ stage: 'completed' }]);

    const library = createPandapon({ ...readPandaponEnvironment(about), baseUrl: world.sandbox.url });
    const read = await library.alibaba.order.detail({ webSite: '1688', orderId });
    expect(read).toMatchObject({ kind: 'done', data: { baseInfo: { idOfStr: orderId } } });

    const shell = recordedShell(platformEnvironment(world.sandbox.url, about));
    const body = `{"webSite":"1688","orderId":"${orderId}"}`;
    expect(await run(['call', 'alibaba.order.detail', '--json', body], shell, '0.0.0')).toBe(0);
    expect(shell.written.out).toContain(`"idOfStr": "${orderId}"`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
