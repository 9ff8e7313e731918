// Everything that must hold, as CI checks it: format, lint, types, tests (unit, scenarios on a real Temporal server, replay).
// Needs nothing running and leaves nothing running. Its last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'pandapon-orders-run-'));
const report = join(scratch, 'vitest.json');
/** CI gives ten minutes; what hangs is ended before, so that the count is still printed. */
const LIMIT_MS = 9.5 * 60_000;

const began = Date.now();
let passed = 0;
let failed = 0;
let running;

/** Runs a program of node_modules/.bin to its end; true when it ended with 0. */
function run(program, args) {
  return new Promise((resolve) => {
    const command = join(root, 'node_modules', '.bin', program);
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    running = child;
    const left = setTimeout(
      () => {
        console.log(`${program}: still running after ${LIMIT_MS / 60_000} minutes in all, ended`);
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
      },
      Math.max(0, began + LIMIT_MS - Date.now()),
    );
    child.on('error', (error) => {
      console.log(`${program}: ${error.message}`);
      clearTimeout(left);
      resolve(false);
    });
    child.on('exit', (code) => {
      clearTimeout(left);
      resolve(code === 0);
    });
  });
}

async function check(name, program, args) {
  const at = Date.now();
  console.log(`\n== ${name}`);
  const ok = await run(program, args);
  if (ok) passed++;
  else failed++;
  console.log(`== ${name}: ${ok ? 'passed' : 'failed'} (${((Date.now() - at) / 1000).toFixed(1)} s)`);
}

async function tests() {
  console.log('\n== tests');
  const ok = await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  let counted;
  try {
    counted = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    console.log('== tests: vitest left no report');
    failed++;
    return;
  }
  passed += counted.numPassedTests;
  failed += counted.numFailedTests;
  // A file that can't be loaded, or an error outside every test, has no failed test of its own.
  if (!ok && counted.numFailedTests === 0) failed += Math.max(1, counted.numFailedTestSuites);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    running?.kill(signal);
    failed++;
    console.log(`\nended by ${signal}`);
    finish();
  });
}

function finish() {
  rmSync(scratch, { recursive: true, force: true });
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

await check('format', 'biome', ['format']);
await check('lint', 'biome', ['lint', '--error-on-warnings']);
await check('promises and types of lint', 'oxlint', ['--type-aware', '--deny-warnings']);
await check('types', 'tsc', ['--noEmit']);
await tests();
console.log(`\n${((Date.now() - began) / 1000).toFixed(0)} s in all`);
finish();
