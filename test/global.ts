import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findTemporal, findTestServer } from '../embedded/temporal-binary.ts';
import { startTemporalServer } from '../embedded/temporal-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the one Temporal development server of the suite; take a namespace of your own on it (test/namespace.ts). */
    temporalAddress: string;
    /** Path of the `temporal` program. */
    temporalBinary: string;
    /** Path of the time-skipping test server. */
    testServerBinary: string;
  }
}

/** One Temporal server for all scenarios. It ends with this process, whatever ends it. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const temporal = await findTemporal({ say });
  const testServer = await findTestServer({ say });
  const directory = await mkdtemp(join(tmpdir(), 'pandapon-orders-test-'));
  const server = await startTemporalServer({
    binary: temporal.path,
    logFile: join(directory, 'temporal.log'),
    uiPort: null,
  });
  project.provide('temporalAddress', server.address);
  project.provide('temporalBinary', temporal.path);
  project.provide('testServerBinary', testServer.path);
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
