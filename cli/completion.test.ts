import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { COMMANDS, STUCK_REASONS } from '../contract/index.ts';
import { operations } from '../pandapon/index.ts';
import { COMPLETE } from './completion.ts';
import { recordedShell } from './fixtures/shell.ts';
import { run } from './run.ts';

async function completed(...words: string[]): Promise<string[]> {
  const shell = recordedShell({});
  expect(await run([COMPLETE, ...words], shell, '0.0.0')).toBe(0);
  return shell.written.out.split('\n').filter((line) => line !== '');
}

test('the first word is a command', async () => {
  expect(await completed('')).toEqual(expect.arrayContaining([...COMMANDS, 'stuck', 'today', 'bulk']));
  expect(await completed('st')).toEqual(['start', 'stuck']);
  expect(await completed('bulk', '')).toEqual(['retry']);
});

test('options are those of the command and those that every command takes', async () => {
  expect(await completed('stuck', '--re')).toEqual(['--reason']);
  expect(await completed('approve', 'po-1', '--up')).toEqual(['--up-to-fen', '--up-to-yuan']);
  expect(await completed('show', '--pro')).toEqual(['--profile']);
});

test('values are those that the option or operand takes', async () => {
  expect(await completed('stuck', '--reason', '')).toEqual([...STUCK_REASONS].sort());
  expect(await completed('list', 'orders', '--stage', 'in-')).toEqual(['in-transit']);
  expect(await completed('list', '')).toEqual(['orders', 'purchases']);
  expect(await completed('-o', 'json', 'spending', '')).toEqual(['off', 'on']);
  expect(await completed('-o', '')).toEqual(['json', 'text']);
  expect(await completed('call', '')).toEqual(Object.keys(operations).sort());
});

test('where anything may stand nothing is offered, so that the shell offers files', async () => {
  expect(await completed('start', '-f', '')).toEqual([]);
  expect(await completed('show', '')).toEqual([]);
  expect(await completed('retry', 'po-1', '--note', 'r')).toEqual([]);
});

test('bash completes with the script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orders-completion-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'orders');
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const loader = import.meta.resolve('tsx');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" --import "${loader}" "${main}" "$@"\n`);
  chmodSync(program, 0o755);
  const script = `source <(orders completion bash); COMP_WORDS=(orders stuck --reason PAY_); COMP_CWORD=3; _orders; echo "$\{COMPREPLY[@]}"; complete -p orders`;
  const out = execFileSync('bash', ['-c', script], {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
    encoding: 'utf8',
  });
  expect(out).toBe('PAY_LINK PAY_OVERDUE PAY_REFUSED\ncomplete -o default -F _orders orders\n');
});

test('zsh has a script too, another shell is told which there are', async () => {
  const zsh = recordedShell({});
  expect(await run(['completion', 'zsh'], zsh, '0.0.0')).toBe(0);
  expect(zsh.written.out).toMatch(/^#compdef orders\n/);
  const fish = recordedShell({});
  expect(await run(['completion', 'fish'], fish, '0.0.0')).toBe(2);
  expect(fish.written.err).toContain('Allowed choices are bash, zsh');
});
