import type { Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterEach, beforeEach } from 'vitest';
import { createPandapon, type Pandapon } from '../../pandapon/index.ts';
import { type Activities, createActivities } from '../index.ts';
import type { ActivityOptions } from '../world.ts';
import { NOW, USER } from './order-object.ts';
import { type ScriptedPlatform, startScriptedPlatform } from './scripted-platform.ts';

/** Short, so that an answer that never comes costs a test little. */
const TIMEOUT_MS = 1_000;

export const SETTLE_SECONDS = 120;
export const PATIENCE_SECONDS = 1_800;

export const pandaponAt = (baseUrl: string): Pandapon =>
  createPandapon({
    baseUrl,
    credentials: () => ({ accessKey: 'ak', secrets: ['secret'], userId: USER }),
    timeoutMs: TIMEOUT_MS,
    callsPerSecond: 100_000,
  });

/** The scripted platform of the running test; a fresh one for each. */
export function scriptedPlatform(): ScriptedPlatform {
  let current: ScriptedPlatform | undefined;
  beforeEach(async () => {
    current = await startScriptedPlatform();
  });
  afterEach(async () => {
    await current?.close();
  });
  const platform = (): ScriptedPlatform => {
    if (current === undefined) throw new Error('the platform is up only while a test runs');
    return current;
  };
  return {
    get url() {
      return platform().url;
    },
    get calls() {
      return platform().calls;
    },
    on: (...script) => platform().on(...script),
    count: (operation) => platform().count(operation),
    close: () => platform().close(),
  };
}

/** Activities that call the given platform. Waits between two reads pass at once and move the clock. */
export function activitiesAt(platform: { url: string }, more: Partial<ActivityOptions> = {}): Activities {
  let now = NOW;
  return createActivities({
    pandapon: pandaponAt(platform.url),
    ownerOf: async () => null,
    settleSeconds: SETTLE_SECONDS,
    patienceSeconds: PATIENCE_SECONDS,
    now: () => now,
    wait: async (ms) => {
      now += ms;
    },
    ...more,
  });
}

/** A worker's surroundings of one task; failures that a test is about are not logged. */
export const environment = (info: Partial<Info> = {}): MockActivityEnvironment =>
  new MockActivityEnvironment({ scheduledTimestampMs: NOW, ...info }, { logger: new DefaultLogger('ERROR') });

/** Runs an activity as a worker would. */
export const run = <Input, Result>(
  activity: (input: Input) => Promise<Result>,
  input: Input,
  info: Partial<Info> = {},
): Promise<Result> => environment(info).run(activity, input);
