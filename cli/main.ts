import { version } from '../client/version.ts';
import { run } from './run.ts';
import { processShell } from './shell.ts';

/** `orders`: the operator's command line (docs/reference/cli.md). */
const code = await run(process.argv.slice(2), processShell(), version);
// What was written may still be on its way through a pipe: the process ends by itself once it is out.
process.exitCode = code;
