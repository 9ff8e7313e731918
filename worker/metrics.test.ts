import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createWorkerMetrics, serveMetrics } from './metrics.ts';

async function sdkServer(text: string): Promise<string> {
  const server = createServer((_, response) => response.end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/metrics`;
}

async function serve(sdkUrl: string, ready = () => true) {
  const metrics = createWorkerMetrics();
  const server = await serveMetrics({ registry: metrics.registry, sdkUrl, ready, port: 0 });
  onTestFinished(() => server.close());
  return { metrics, server, get: (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`) };
}

test('one page shows our figures and the SDK’s', async () => {
  const { metrics, get } = await serve(await sdkServer('temporal_request{} 1\n'));
  metrics.onCall({ operation: 'alibaba.order.detail', outcome: 'done', milliseconds: 12 });
  const page = await (await get('/metrics')).text();
  expect(page).toContain('pandapon_call_total{operation="alibaba.order.detail",outcome="done"} 1');
  expect(page).toContain('temporal_request{} 1');
});

test('our figures are there without the SDK’s', async () => {
  const { get } = await serve('http://127.0.0.1:1/metrics');
  expect(await (await get('/metrics')).text()).toContain('pandapon_call_total');
});

test('it is ready only while it takes tasks, and alive always', async () => {
  let ready = false;
  const { get } = await serve('http://127.0.0.1:1/metrics', () => ready);
  expect((await get('/readyz')).status).toBe(503);
  expect((await get('/healthz')).status).toBe(200);
  ready = true;
  expect((await get('/readyz')).status).toBe(200);
  expect((await get('/else')).status).toBe(404);
});

test('a port that is taken is named', async () => {
  const { server } = await serve('http://127.0.0.1:1/metrics');
  const { registry } = createWorkerMetrics();
  const again = serveMetrics({ registry, sdkUrl: '', ready: () => true, port: server.port });
  await expect(again).rejects.toThrow(`METRICS_PORT ${server.port} is taken`);
});
