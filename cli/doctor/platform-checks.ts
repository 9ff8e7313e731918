import { z } from 'zod';
import { createPandapon, type PandaponEnvironment } from '../../pandapon/index.ts';
import { type Check, fail, ok, reasonOf, skip, warn } from './check.ts';

const REAL_HOST = 'api.pandapon.com';
const PROBE_MS = 5_000;
/** The platform refuses what is signed further from its clock than 600 s (docs/reference/platform.md, "Transport"). */
const SKEW_REFUSED_SECONDS = 600;
const SKEW_WARN_SECONDS = 60;

const sandboxSettings = z.looseObject({ speed: z.number(), callbackUrl: z.string().nullish() });

/** What the platform checks found, and where a sandbox pushes its callbacks. */
export interface PlatformFindings {
  checks: Check[];
  sandboxCallbackUrl: string | null;
}

/** Which platform it is, how far its clock is from ours, and whether it takes our key: by one read of the order list. */
export async function platformChecks(platform: PandaponEnvironment): Promise<PlatformFindings> {
  const [which, clock, access] = await Promise.all([
    whichPlatform(platform.baseUrl),
    clockCheck(platform.baseUrl),
    accessCheck(platform),
  ]);
  return { checks: [which.check, clock, access], sandboxCallbackUrl: which.callbackUrl };
}

async function whichPlatform(baseUrl: string): Promise<{ check: Check; callbackUrl: string | null }> {
  const { host } = new URL(baseUrl);
  if (host === REAL_HOST)
    return { check: ok('platform', `${host}, the real platform: money moves`), callbackUrl: null };
  try {
    const response = await fetch(`${baseUrl}/_sandbox/settings`, { signal: AbortSignal.timeout(PROBE_MS) });
    const read = sandboxSettings.safeParse(await response.json().catch(() => null));
    if (read.success) return ourSandbox(baseUrl, read.data);
    const says = `${baseUrl} is neither ${REAL_HOST} nor one of our sandboxes: take it for real`;
    return { check: warn('platform', says), callbackUrl: null };
  } catch (error) {
    return {
      check: fail('platform', `nobody answers at ${baseUrl} (${reasonOf(error)})`),
      callbackUrl: null,
    };
  }
}

function ourSandbox(baseUrl: string, { speed, callbackUrl = null }: z.output<typeof sandboxSettings>) {
  const pushes = callbackUrl === null ? 'it pushes no callbacks' : `it pushes callbacks to ${callbackUrl}`;
  return { check: ok('platform', `${baseUrl}, a sandbox (speed ${speed}); ${pushes}`), callbackUrl };
}

async function clockCheck(baseUrl: string): Promise<Check> {
  try {
    const before = Date.now();
    const response = await fetch(baseUrl, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_MS),
    });
    const middle = (before + Date.now()) / 2;
    const date = response.headers.get('date');
    if (date === null) return skip('clock', 'the platform does not say what time it is');
    return skewCheck(Math.round((middle - Date.parse(date)) / 1000));
  } catch (error) {
    return skip('clock', `the platform could not be asked: ${reasonOf(error)}`);
  }
}

/** Judges how far our clock is ahead of the platform's, in seconds. */
export function skewCheck(ahead: number): Check {
  const off = Math.abs(ahead);
  // An HTTP date has no more than seconds.
  if (off <= 2) return ok('clock', "agrees with the platform's");
  const says = `${off} s ${ahead > 0 ? 'ahead of' : 'behind'} the platform's`;
  if (off >= SKEW_REFUSED_SECONDS) return fail('clock', `${says}: it refuses every call; set this clock`);
  if (off >= SKEW_WARN_SECONDS)
    return warn('clock', `${says}; from ${SKEW_REFUSED_SECONDS} s on it refuses every call`);
  return ok('clock', says);
}

async function accessCheck(platform: PandaponEnvironment): Promise<Check> {
  const since = performance.now();
  const outcome = await createPandapon(platform).call('alibaba.order.page', { pageNo: 1, pageSize: 1 });
  const took = Math.round(performance.now() - since);
  switch (outcome.kind) {
    case 'done':
      return ok('access', `key, signature and user id are taken (one read of the order list, ${took} ms)`);
    case 'credentials':
      return fail(
        'access',
        `${outcome.code} ${outcome.message}: look at PANDAPON_ACCESS_KEY, PANDAPON_ACCESS_SECRET, PANDAPON_USER_ID and the clock; if they are right, try the other PANDAPON_TIMESTAMP_UNIT`,
      );
    case 'refused':
      return fail('access', `the platform refused to list orders: ${outcome.code} ${outcome.message}`);
    case 'not-sent':
      return fail('access', `${outcome.message}: look at PANDAPON_BASE_URL and the network`);
    case 'unknown':
      return fail('access', `no usable answer: ${outcome.message}`);
  }
}
