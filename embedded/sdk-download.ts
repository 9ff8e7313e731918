import { TestWorkflowEnvironment } from '@temporalio/testing';

/**
 * A process of its own, because a download that hangs can only be ended with its process:
 * `sdk-download <temporal|temporal-test-server> <version> <directory>` lets the Temporal SDK download the program and start it once.
 */
const [program, version, downloadDir] = process.argv.slice(2);
if (program === undefined || version === undefined || downloadDir === undefined) {
  process.stderr.write('usage: sdk-download <temporal|temporal-test-server> <version> <directory>\n');
  process.exit(2);
}
const options = { server: { executable: { type: 'cached-download', version, downloadDir } } } as const;
try {
  const environment =
    program === 'temporal'
      ? await TestWorkflowEnvironment.createLocal(options)
      : await TestWorkflowEnvironment.createTimeSkipping(options);
  await environment.teardown();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
