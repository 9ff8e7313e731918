import { checkNamespace, connectTemporal, readTemporalSettings, setupNamespace } from '../client/index.ts';
import { readPandaponEnvironment, readVariables, wholeNumber } from '../pandapon/index.ts';
import { type Asked, environmentOf } from './action.ts';
import { EXIT } from './exit-codes.ts';
import { oneLine } from './text/one-line.ts';

const RETENTION_MAX_DAYS = 3650;

/**
 * Prepares the namespace and says what was done.
 * @throws ConfigurationError when it belongs to another platform or, without `--rekey`, to another key.
 */
export async function setUp(asked: Asked<{ rekey?: boolean | undefined }>): Promise<number> {
  const { shell, options, globals, json } = asked;
  const environment = environmentOf(asked);
  const { RETENTION_DAYS: retentionDays } = readVariables(environment, {
    RETENTION_DAYS: wholeNumber('days', { min: 1, max: RETENTION_MAX_DAYS }).default(90),
  });
  const { baseUrl, credentials } = readPandaponEnvironment(environment);
  const platform = { baseUrl, accessKey: credentials().accessKey };
  const client = await connectTemporal(readTemporalSettings({ environment, profile: globals.profile }));
  try {
    const { namespace } = client.options;
    const done = await setupNamespace(client, { ...platform, retentionDays, rekey: options.rekey });
    const warnings = await checkNamespace(client, platform);
    if (json) {
      shell.out(`${JSON.stringify({ namespace, done, warnings })}\n`);
      return EXIT.done;
    }
    const lines = done.length > 0 ? done : ['is as it should be'];
    for (const line of lines) shell.out(`${oneLine(`namespace ${namespace}: ${line}`)}\n`);
    for (const warning of warnings) shell.err(`${oneLine(`orders: ${warning}`)}\n`);
    return EXIT.done;
  } finally {
    await client.connection.close();
  }
}
