import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockState } from './state-lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a second one is told which process has it', () => {
  const lock = lockState(file);
  expect(lock.leftBehind).toBe(false);
  expect(() => lockState(file)).toThrow(`already running as process ${process.pid} on ${folder}`);
  lock.release();
  expect(existsSync(file)).toBe(false);
  lockState(file).release();
});

test('one left by a process that died is taken over', async () => {
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  writeFileSync(file, `${child.pid} 1\n`);
  const lock = lockState(file);
  expect(lock.leftBehind).toBe(true);
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  lock.release();
});

test('one whose number belongs to a younger process is taken over', () => {
  writeFileSync(file, `${process.pid} 1\n`);
  expect(lockState(file).leftBehind).toBe(true);
});
