import { isConfigurationError } from '../pandapon/index.ts';
import { readSandboxEnvironment } from './environment.ts';
import { createSandbox } from './server.ts';

/** `npm run sandbox`: one sandbox, configured by environment, until SIGTERM or SIGINT. */

/** Resolves at the first signal to end; npm may pass on one that we have got already, so further ones are ignored. */
const askedToStop = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });

try {
  const asked = askedToStop();
  const sandbox = await createSandbox(readSandboxEnvironment(process.env));
  const { callbackUrl, speed } = sandbox.settings();
  const pushes = callbackUrl
    ? `callbacks to ${callbackUrl}`
    : 'no callbacks (SANDBOX_CALLBACK_URL is not set)';
  process.stdout.write(
    `sandbox: ${sandbox.url} at speed ${speed}, ${pushes}; controls: ${sandbox.url}/_sandbox\n`,
  );
  await asked;
  await sandbox.close();
  process.exit(0);
} catch (error) {
  if (!isConfigurationError(error)) throw error;
  process.stderr.write(`sandbox: ${error.message}\n`);
  process.exit(1);
}
