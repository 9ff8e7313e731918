import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeShellFile } from './shell-file.ts';

test('a shell that sources the file has the values as they are, and nobody else may read it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shell-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'environment');
  writeFileSync(file, 'old', { mode: 0o644 });
  const secret = `it's $HOME "and" \`more\` \\ `;
  writeShellFile(file, {
    PANDAPON_ACCESS_SECRET: secret,
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    PATH: '/x',
    HOME: '/y',
  });
  const shown = execFileSync('sh', ['-c', `. ${file}; env`], { env: {}, encoding: 'utf8' });
  expect(shown).toContain(`PANDAPON_ACCESS_SECRET=${secret}\n`);
  expect(shown).toContain('TEMPORAL_ADDRESS=127.0.0.1:7233\n');
  expect(shown).not.toMatch(/PATH=\/x|HOME=\/y/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
