import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startChild, untilReady } from './child.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'child-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shell = (script: string, graceMs?: number) =>
  startChild({
    name: 'part',
    command: 'sh',
    args: ['-c', script],
    env: process.env,
    logFile: join(folder, 'logs', 'part.log'),
    ...(graceMs === undefined ? {} : { graceMs }),
  });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a part that ends instead of serving is told in one line with its last words', async () => {
  const child = await shell('echo first; echo "METRICS_PORT 9464 is taken" >&2; exit 3');
  await expect(untilReady(child, async () => false)).rejects.toThrow(
    'part ended with code 3: METRICS_PORT 9464 is taken',
  );
});

test('a part that does not serve in time is told with its log file', async () => {
  const child = await shell('exec sleep 60');
  await expect(untilReady(child, async () => false, { withinMs: 100 })).rejects.toThrow(
    `part is not ready after 0.1 s, see ${child.logFile}`,
  );
  await child.stop();
});

test('stop lets it end by itself', async () => {
  const child = await shell(`trap 'echo drained; exit 0' TERM; echo up; while :; do sleep 0.05; done`);
  await until(() => child.lastWords() === 'up');
  expect(await child.stop()).toEqual({ code: 0, signal: null });
  expect(child.lastWords()).toBe('drained');
});

test('stop ends one that will not, and one that has ended already', async () => {
  const child = await shell(`trap '' TERM; echo up; while :; do sleep 0.05; done`, 200);
  await until(() => child.lastWords() === 'up');
  expect(await child.stop()).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await child.stop()).toEqual({ code: null, signal: 'SIGKILL' });
});

test('a program that is not there is told in one line', async () => {
  const missing = {
    name: 'part',
    command: join(folder, 'nothing'),
    args: [],
    env: {},
    logFile: join(folder, 'log'),
  };
  await expect(startChild(missing)).rejects.toThrow(/^part: .*ENOENT$/);
});

test('children end when their parent is killed with -9', async () => {
  const parent = join(folder, 'parent.mts');
  const said = join(folder, 'pid');
  writeFileSync(
    parent,
    `import { startChild } from ${JSON.stringify(new URL('./child.ts', import.meta.url).href)};
     import { writeFileSync } from 'node:fs';
     const child = await startChild({ name: 'part', command: 'sleep', args: ['600'], env: process.env, logFile: ${JSON.stringify(join(folder, 'log'))} });
     writeFileSync(${JSON.stringify(said)}, String(child.pid));
     setInterval(() => {}, 1000);`,
  );
  const killed = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), parent], {
    stdio: 'ignore',
  });
  onTestFinished(() => void killed.kill('SIGKILL'));
  const read = () => {
    try {
      return Number(readFileSync(said, 'utf8'));
    } catch {
      return 0;
    }
  };
  await until(() => read() > 0);
  const pid = read();
  expect(isAlive(pid)).toBe(true);
  killed.kill('SIGKILL');
  await until(() => !isAlive(pid));
});
