import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf, violations } from './arrows.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function sources(): string[] {
  const rooms = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .filter((name) => !['node_modules', 'dist', 'coverage', 'test'].includes(name));
  return rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(room, path)),
  );
}

test('every room imports only what it may know', () => {
  const found = sources().flatMap((file) => violations(file, readFileSync(join(root, file), 'utf8')));
  expect(found).toEqual([]);
});

describe('an arrow the wrong way is found', () => {
  test.each([
    ['workflows/purchase/purchase.ts', `import { z } from 'zod';`],
    ['workflows/purchase/purchase.ts', `import { createHash } from 'node:crypto';`],
    ['workflows/purchase/purchase.ts', `import pino from 'pino';`],
    ['workflows/order/pay.ts', `import { createActivities } from '../../activities/index.ts';`],
    ['workflows/order/pay.ts', `import { type PayInput } from '../../activities/types.ts';`],
    ['workflows/index.ts', `export * from '../contract/schemas.ts';`],
    ['workflows/index.ts', `const late = await import('../pandapon/money.ts');`],
    ['pandapon/client.ts', `import { STUCK } from '../contract/stuck.ts';`],
    ['pandapon/client.ts', `import { log } from '@temporalio/activity';`],
    ['contract/view.ts', `import { parseExact } from '../pandapon/json.ts';`],
    ['contract/index.ts', `export * from './schemas.ts';`],
    ['pandapon/order-status.ts', `import { z } from 'zod';`],
    ['contract/view.ts', `import { z } from 'zod';`],
    ['activities/pay.ts', `import type { Purchases } from '../client/index.ts';`],
    ['client/connection.ts', `import { NativeConnection } from '@temporalio/worker';`],
    ['gateway/server.ts', `import {\n  Client,\n} from '@temporalio/client';`],
    ['sandbox/server.ts', `import '../embedded/stack.ts';`],
    ['cli/main.ts', `import { startStack } from '../embedded/stack.ts';`],
  ])('%s: %s', (file, source) => {
    expect(violations(file, source)).toHaveLength(1);
  });
});

describe('what the rooms may do is left alone', () => {
  test.each([
    ['workflows/order/pay.ts', `import type { PayInput } from '../../activities/types.ts';`],
    ['workflows/order/pay.ts', `import { proxyActivities } from '@temporalio/workflow';`],
    ['workflows/order/pay.ts', `import { QUEUES } from '../../contract/index.ts';`],
    ['contract/schemas.ts', `import { z } from 'zod';\nimport { yuanToFen } from '../pandapon/money.ts';`],
    ['contract/platform-words.ts', `export { statusOf } from '../pandapon/order-status.ts';`],
    ['contract/view.ts', `import type { Fen } from '../pandapon/money.ts';`],
    ['activities/create.ts', `import { purchaseRequest } from '../contract/schemas.ts';`],
    [
      'pandapon/sign.ts',
      `import { createHash } from 'node:crypto';\n// import { no } from '../contract/index.ts';`,
    ],
    ['gateway/server.test.ts', `import { Client } from '@temporalio/client';`],
  ])('%s: %s', (file, source) => {
    expect(violations(file, source)).toEqual([]);
  });
});

test('imports are read in every form', () => {
  const source = `
    import a from './a.ts';
    import * as b from './b.ts';
    import c, { d } from './c.ts';
    import './e.ts';
    import type { F } from './f.ts';
    export { g } from './g.ts';
    export * from './h.ts';
    export type { I } from './i.ts';
    const j = await import('./j.ts');
    export const text = 'from nowhere';
  `;
  expect(importsOf(source).map(({ from, typeOnly }) => `${from}${typeOnly ? ' type' : ''}`)).toEqual([
    './a.ts',
    './b.ts',
    './c.ts',
    './e.ts',
    './f.ts type',
    './g.ts',
    './h.ts',
    './i.ts type',
    './j.ts',
  ]);
});
