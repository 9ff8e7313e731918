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
          include: ROOMS.map((room) => `${room}/**/*.test.ts`),
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'scenario',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/global.ts'],
          testTimeout: 60_000,
          // A hook may bundle the workflows and start several processes.
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
