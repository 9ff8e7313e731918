import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { platformEnvironment } from '../cli/fixtures/platform.ts';
import { recordedShell } from '../cli/fixtures/shell.ts';
import { run } from '../cli/run.ts';
import { connect } from '../client/index.ts';
import { createPandapon, readPandaponEnvironment } from '../pandapon/index.ts';
import { ask } from './fixtures/gateway-calls.ts';
import { ACCESS_KEY, createWorld, SECRET, USER_ID } from './world.ts';

const MOVED = {
  'alibaba.order.page': { path: '/v3/orders' },
  'alibaba.order.detail': { path: '/v3/orders/{orderId}' },
  'alibaba.order.logisticsTrace': { method: 'POST', path: '/v3/trace' },
  'alibaba.refund.reasons': { path: '/v3/reasons' },
  'alibaba.goods.searchByKeyword': { path: '/v3/find' },
  'alibaba.goods.detail': { method: 'GET', path: '/v3/goods/{offerMapId}' },
};

test('a file of moved paths is what workflow activities, gateway, library and command line all go by', async () => {
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

    const found = await ask(world.gatewayUrl, '/v1/goods/1688?keyword=%E5%8C%85');
    expect(found).toMatchObject({ status: 200, body: { items: [{ platform: '1688' }, {}, {}, {}] } });
    const environment = { ...about, PANDAPON_BASE_URL: world.sandbox.url };
    const service = await connect({ client: world.temporal, environment });
    expect((await service.goods.search({ platform: '1688', keyword: '包' })).items).toHaveLength(4);

    const shell = recordedShell(platformEnvironment(world.sandbox.url, about));
    const offerMapId = 'L0PTnwSnx_dWNZWCtgK7Gg';
    expect(await run(['goods', 'show', offerMapId], shell, '0.0.0')).toBe(0);
    expect(shell.written.out).toContain(offerMapId);
    const body = `{"webSite":"1688","orderId":"${orderId}"}`;
    expect(await run(['call', 'alibaba.order.detail', '--json', body], shell, '0.0.0')).toBe(0);
    expect(shell.written.out).toContain(`"idOfStr": "${orderId}"`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
