import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { createWorld } from './world.ts';

const run = promisify(execFile);

test('every shell command of the guide runs as it is written, one after the other', async () => {
  const guide = await readFile(new URL('../docs/guides/http.md', import.meta.url), 'utf8');
  const blocks = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThan(5);
  const folder = await mkdtemp(join(tmpdir(), 'gateway-guide-'));
  await using world = await createWorld({ address: inject('temporalAddress'), sandbox: { speed: 1 } });
  try {
    await run('bash', ['-euo', 'pipefail', '-c', blocks.join('\n')], {
      cwd: folder,
      env: { PATH: process.env['PATH'], GATEWAY: world.gatewayUrl, KEY: 'key-of-all' },
    });
    const { timeline } = await world.orders.purchase('po-20260101-001').view();
    expect(timeline.map(({ what }) => what)).toEqual(expect.arrayContaining(['hold', 'release']));
  } finally {
    await rm(folder, { recursive: true });
  }
});
