import { isConfigurationError } from '../pandapon/index.ts';
import { readSandboxEnvironment } from './environment.ts';
import { createSandbox } from './server.ts';

/** `npm run sandbox`: one sandbox, configured by environment, until SIGTERM or SIGINT. */
try {
  const sandbox = await createSandbox(readSandboxEnvironment(process.env));
  const { callbackUrl, speed } = sandbox.settings();
  const pushes = callbackUrl
    ? `callbacks to ${callbackUrl}`
    : 'no callbacks (SANDBOX_CALLBACK_URL is not set)';
  process.stdout.write(
    `sandbox: ${sandbox.url} at speed ${speed}, ${pushes}; controls: ${sandbox.url}/_sandbox\n`,
  );
  const stop = (): void => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    void sandbox.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
} catch (error) {
  if (!isConfigurationError(error)) throw error;
  process.stderr.write(`sandbox: ${error.message}\n`);
  process.exit(1);
}
