import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));

const happyPath = z.object({ events: z.number(), actions: z.number(), bytes: z.number() });

/** The JSON lines that the benchmarks print. */
function quickBench(): Promise<{ code: number | null; figures: { figure: string }[]; progress: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/main.ts', '--quick'], { cwd: root });
  let printed = '';
  let progress = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    progress += String(chunk);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const lines = printed.trim().split('\n').filter(Boolean);
      resolve({ code, figures: lines.map((line) => JSON.parse(line)), progress });
    });
  });
}

test('a purchase with one order stays within its budget of events, actions and bytes, and every figure is printed', async () => {
  const { code, figures, progress } = await quickBench();
  expect(code, progress).toBe(0);
  expect(figures.map(({ figure }) => figure)).toEqual([
    'happy-path',
    'callbacks, gateway',
    'callbacks, bare',
    'ratio to the bare handler',
    'purchases-per-second, one-queue',
    'purchases-per-second, ours',
    'purchases-per-second, same-commands',
    'purchases-per-second, whole-service',
    'ratio to one-queue',
    'ratio to same-commands',
  ]);
  const { events, actions, bytes } = happyPath.parse(figures[0]);
  expect(events).toBeLessThanOrEqual(75);
  expect(actions).toBeLessThanOrEqual(20);
  expect(bytes).toBeLessThanOrEqual(18_000);
}, 180_000);
