import { defineConfig } from 'vitest/config';

/** Where unit tests stand: beside the file they test. */
const ROOMS = [
  'pandapon',
  'contract',
  'workflows',
  'activities',
  'worker',
  'client',
  'gateway',
  'cli',
  'sandbox',
  'embedded',
  'bench',
  'docs',
];

export default defineConfig({
  test: {
    // A worker, a server and their tests share few cores: more files at once only makes each of them late.
    maxWorkers: 2,
    pool: 'forks',
    projects: [
      {
        test: {
          name: 'unit',
          // Loading the same modules anew for each file would take half of the time.
          isolate: false,
          include: ROOMS.map((room) => `${room}/**/*.test.ts`),
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'scenario',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/global.ts'],
          // Those that start whole stacks take 15 s alone, and several times that beside others.
          testTimeout: 120_000,
          // Scenarios of one file share a worker: more of them at once only makes each of them late.
          maxConcurrency: 2,
          // A hook may bundle the workflows and start several processes.
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
