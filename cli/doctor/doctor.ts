import { z } from 'zod';
import {
  type PandaponEnvironment,
  readPandaponEnvironment,
  readVariables,
  wholeNumber,
} from '../../pandapon/index.ts';
import { type Asked, environmentOf } from '../action.ts';
import { EXIT } from '../exit-codes.ts';
import { oneLine } from '../text/one-line.ts';
import { type CallbackTarget, callbackCheck } from './callback-check.ts';
import { type Check, fail, ok, reasonOf, skip } from './check.ts';
import { platformChecks } from './platform-checks.ts';
import { temporalChecks } from './temporal-checks.ts';

export interface DoctorOptions {
  callbackUrl?: string | undefined;
}

/** Looks at everything that a purchase needs, and says what is not well. Changes nothing anywhere. */
export async function doctor(asked: Asked<DoctorOptions>): Promise<number> {
  const { shell, json } = asked;
  const checks = await examine(asked);
  const well = checks.every(({ result }) => result !== 'fail');
  if (json) shell.out(`${JSON.stringify({ ok: well, checks })}\n`);
  else for (const check of checks) shell.out(`${checkText(check)}\n`);
  return well ? EXIT.done : EXIT.partly;
}

const checkText = ({ name, result, says }: Check): string =>
  oneLine(`${result.padEnd(4)}  ${name.padEnd(10)}  ${says}`);

async function examine(asked: Asked<DoctorOptions>): Promise<Check[]> {
  const environment = environmentOf(asked);
  const { profile } = asked.globals;
  const { platform, check } = readPlatform(environment);
  const identity =
    platform === null ? null : { baseUrl: platform.baseUrl, accessKey: platform.credentials().accessKey };
  const [temporal, found] = await Promise.all([
    temporalChecks({ environment, profile, platform: identity }),
    platform === null ? null : platformChecks(platform),
  ]);
  if (platform === null || found === null)
    return [
      ...temporal,
      check,
      skip('callbacks', 'they are signed by the platform: its settings come first'),
    ];
  const target = callbackTarget(asked, platform, found.sandboxCallbackUrl);
  return [...temporal, check, ...found.checks, await callbackCheck(target)];
}

function readPlatform(environment: ReturnType<typeof environmentOf>): {
  platform: PandaponEnvironment | null;
  check: Check;
} {
  try {
    const platform = readPandaponEnvironment(environment);
    const changed = Object.keys(platform.endpoints).length;
    const overrides = changed > 0 ? `, ${changed} endpoints overridden` : '';
    const says = `PANDAPON_* can be read, timestamps in ${platform.timestampUnit}${overrides}`;
    return { platform, check: ok('settings', says) };
  } catch (error) {
    return { platform: null, check: fail('settings', reasonOf(error)) };
  }
}

/** Where callbacks should arrive: as said, as the sandbox has it, or where this environment puts a gateway. */
function callbackTarget(
  asked: Asked<DoctorOptions>,
  platform: PandaponEnvironment,
  sandboxUrl: string | null,
): CallbackTarget {
  const credentials = platform.credentials();
  const said = asked.options.callbackUrl ?? sandboxUrl;
  if (said !== null) return { url: said, expected: true, credentials };
  const { GATEWAY_HOST: host, GATEWAY_PORT: port } = readVariables(asked.shell.environment, {
    GATEWAY_HOST: z.string().default('127.0.0.1'),
    GATEWAY_PORT: wholeNumber('ports', { min: 0, max: 65_535 }).default(8080),
  });
  const expected = Boolean(asked.shell.environment['GATEWAY_PORT']);
  return { url: `http://${host}:${port}/callbacks/pandapon`, expected, credentials };
}
