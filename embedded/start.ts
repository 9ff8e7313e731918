import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { askedToStop } from './asked-to-stop.ts';
import { type Keys, keptKeys } from './keys.ts';
import { listLink } from './links.ts';
import { isFree } from './ports.ts';
import { writeShellFile } from './shell-file.ts';
import { type Stack, type StackPorts, startStack } from './stack.ts';
import { lockState, type StateLock } from './state-lock.ts';
import { type Binary, findTemporal } from './temporal-binary.ts';

/** `npm start`: the whole service on this machine, kept up; its state in `.data/` survives a restart. */

const USAGE = `npm start [-- --temporal-port N] [-- --ui-port N]
Other ports: GATEWAY_PORT, SANDBOX_PORT, METRICS_PORT.`;

const print = (line: string) => process.stdout.write(`${line}\n`);

type Ports = Required<{ [Name in keyof StackPorts]: number }>;

/** The ports of the documentation, unless others are asked for. */
function portsFrom(args: string[], env: NodeJS.ProcessEnv): Ports {
  const { values } = parseArgs({
    args,
    options: { 'temporal-port': { type: 'string' }, 'ui-port': { type: 'string' } },
  });
  const port = (text: string | undefined, standard: number) => {
    const read = z.coerce
      .number()
      .int()
      .min(1)
      .max(65_535)
      .safeParse(text || standard);
    if (!read.success) throw new Error(`"${text}" is not a port`);
    return read.data;
  };
  return {
    temporal: port(values['temporal-port'], 7233),
    temporalUi: port(values['ui-port'], 8233),
    gateway: port(env['GATEWAY_PORT'], 8080),
    sandbox: port(env['SANDBOX_PORT'], 8090),
    metrics: port(env['METRICS_PORT'], 9464),
  };
}

const NAMES: Record<keyof Ports, { part: string; change: string }> = {
  temporal: { part: 'Temporal', change: '-- --temporal-port N' },
  temporalUi: { part: 'the Temporal UI', change: '-- --ui-port N' },
  gateway: { part: 'the gateway', change: 'GATEWAY_PORT' },
  sandbox: { part: 'the sandbox', change: 'SANDBOX_PORT' },
  metrics: { part: 'the metrics of the worker', change: 'METRICS_PORT' },
};

/** The parts of a run that was killed take some seconds to end; others are not waited for. */
const LEFT_BEHIND_MS = 15_000;

async function takePorts(ports: Ports, { leftBehind }: StateLock): Promise<void> {
  const until = Date.now() + (leftBehind ? LEFT_BEHIND_MS : 0);
  for (const name of ['temporal', 'temporalUi', 'gateway', 'sandbox', 'metrics'] as const) {
    while (!(await isFree(ports[name]))) {
      const { part, change } = NAMES[name];
      if (Date.now() > until) {
        throw new Error(
          `port ${ports[name]} of ${part} is taken: end what uses it, or set another by ${change}`,
        );
      }
      await new Promise((wait) => setTimeout(wait, 200));
    }
  }
}

/** One line that can be pasted again and again: each time a new purchase id. */
function curlLine(gatewayUrl: string, key: string): string {
  const request = JSON.stringify(
    JSON.parse(readFileSync(new URL('seed-request.json', import.meta.url), 'utf8')),
  );
  const body = `{"id":"po-'$(date +%s)'","platform":"1688","policy":{"confirmAfterSignedSeconds":0},"request":${request}}`;
  return `curl -sS ${gatewayUrl}/v1/purchases -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '${body}'`;
}

interface Said {
  /** For the gateway. */
  key: string;
  data: string;
  /** What a shell sources to work on this stack. */
  shellFile: string;
}

function describe(stack: Stack, { key, data, shellFile }: Said): string {
  const ui = stack.temporal.uiUrl ?? '';
  return `
pandapon-orders is up; its state is kept in ${relative(process.cwd(), data) || '.'}/, its logs in ${relative(process.cwd(), data)}/logs/

  Gateway      ${stack.gatewayUrl}
  Gateway key  ${key}
  Temporal UI  ${listLink(ui, 'default')}
  Temporal     ${stack.temporal.address}
  Sandbox      ${stack.sandboxUrl}
  Metrics      ${stack.metricsUrl} and ${stack.gatewayUrl}/metrics

A first purchase:

${curlLine(stack.gatewayUrl, key)}

The operator's command line, in another shell of this folder:

. ${relative(process.cwd(), shellFile)} && npm run orders -- today

Ctrl-C ends all of it.
`;
}

async function prepare(ports: Ports, lock: StateLock, data: string): Promise<{ keys: Keys; binary: Binary }> {
  await takePorts(ports, lock);
  const keys = keptKeys(join(data, 'keys.json'));
  return { keys, binary: await findTemporal({ say: print }) };
}

async function main(): Promise<void> {
  const stopped = askedToStop();
  const ports = portsFrom(process.argv.slice(2), process.env);
  const data = resolve('.data');
  const lock = lockState(join(data, 'lock'));
  try {
    const prepared = prepare(ports, lock, data);
    if ((await Promise.race([prepared, stopped])) === undefined) return;
    const { keys, binary } = await prepared;
    // A signal from here on is obeyed once the parts are up: then they can be ended in their order.
    const stack = await startStack({
      temporalBinary: binary.path,
      directory: data,
      keepState: true,
      keys,
      ports,
      encrypt: true,
      keepUp: true,
      say: print,
    });
    const shellFile = join(data, 'environment');
    writeShellFile(shellFile, stack.environment);
    print(describe(stack, { key: keys.gatewayKey, data, shellFile }));
    await stopped;
    print('ending');
    await stack.stop();
    print('ended');
  } finally {
    lock.release();
  }
}

if (process.argv.includes('--help')) {
  print(USAGE);
} else {
  try {
    await main();
    process.exit(0);
  } catch (error) {
    process.stderr.write(
      `npm start: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}\n`,
    );
    process.exit(1);
  }
}
