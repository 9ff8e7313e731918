import { Connection } from '@temporalio/client';
import { ATTRIBUTES } from '../contract/names.ts';
import { type Child, startChild, untilReady } from './child.ts';
import { freePort, isServed } from './ports.ts';

export interface TemporalServerOptions {
  /** Path of the `temporal` program. */
  binary: string;
  logFile: string;
  /** @default a free one */
  port?: number;
  /** Port of the Temporal UI; null: no UI. @default a free one */
  uiPort?: number | null;
  /** Where its state is kept between runs. Without it all is lost at the end. */
  dbFile?: string;
  /** The gateway's `/codec`, which shows encrypted payloads to those who have a key. */
  codecEndpoint?: string;
}

export interface TemporalServer {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** null without a UI. */
  readonly uiUrl: string | null;
  readonly child: Child;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts the development server of the Temporal CLI, with our search attributes in its namespace `default`, and waits until it serves.
 * Throws an `Error` of one line with the server's last words when it does not come up.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // A port that was free a moment ago may be gone; a given one stays taken.
      if (options.port !== undefined || tries === 3) throw error;
    }
  }
}

async function startOnce(options: TemporalServerOptions): Promise<TemporalServer> {
  const port = options.port ?? (await freePort());
  const uiPort = options.uiPort === undefined ? await freePort() : options.uiPort;
  const child = await startChild({
    name: 'Temporal',
    command: options.binary,
    args: commandLine({ ...options, port, uiPort }),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    logFile: options.logFile,
    // A server that holds thousands of runs takes some seconds to end.
    graceMs: 15_000,
  });
  const address = `${HOST}:${port}`;
  try {
    await untilReady(child, async () => (await isServed(port)) && serves(address), { withinMs: 60_000 });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    address,
    uiUrl: uiPort === null ? null : `http://${HOST}:${uiPort}`,
    child,
    stop: async () => {
      await child.stop();
    },
  };
}

function commandLine(options: TemporalServerOptions & { port: number; uiPort: number | null }): string[] {
  const { port, uiPort, dbFile, codecEndpoint } = options;
  return [
    ...['server', 'start-dev', '--ip', HOST, '--port', `${port}`, '--log-level', 'error'],
    ...(uiPort === null ? ['--headless'] : ['--ui-port', `${uiPort}`, '--ui-disable-news-fetch']),
    ...(uiPort === null || codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', codecEndpoint]),
    ...Object.entries(ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    // One shop's burst must not starve the others: without this the server ignores fairness keys.
    ...['--dynamic-config-value', 'matching.enableFairness=true'],
    // The default journal costs two thirds of the throughput; these two survive a kill -9 of the server.
    ...(dbFile === undefined
      ? []
      : [
          '--db-filename',
          dbFile,
          '--sqlite-pragma',
          'journal_mode=WAL',
          '--sqlite-pragma',
          'synchronous=NORMAL',
        ]),
  ];
}

/** Whether it answers and knows our search attributes. Asked only once the port is open: a refused connect costs gRPC a second. */
async function serves(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '1s' });
  try {
    const { customAttributes } = await connection.withDeadline(Date.now() + 2_000, () =>
      connection.operatorService.listSearchAttributes({ namespace: 'default' }),
    );
    return Object.keys(ATTRIBUTES).every((name) => customAttributes?.[name] !== undefined);
  } finally {
    await connection.close();
  }
}
