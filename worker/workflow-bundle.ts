import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Our own ending: `.ts` when run from the sources, `.js` from `dist/`. */
const ENDING = extname(fileURLToPath(import.meta.url));
const fromSources = ENDING === '.ts';

/** The project's root, from the sources as from `dist/`. */
const ROOT = fileURLToPath(new URL(fromSources ? '..' : '../..', import.meta.url));

/** Rooms whose values end in the bundle. */
const BUNDLED_ROOMS = ['workflows', 'contract', 'pandapon'];

/** The converter of failures is part of the bundle: whether failures are encrypted is decided there. */
const variantFile = (failureConverterPath: string | undefined): string =>
  join(
    ROOT,
    'dist',
    failureConverterPath === undefined ? 'workflow-bundle.js' : 'workflow-bundle-encrypting.js',
  );

/** The hash of the sources that a bundle was built from stands beside it. */
const sourcesFile = (bundle: string): string => `${bundle}.sources`;

/**
 * One hash over everything that may end in a bundle: the sources of those rooms and the versions of the packages.
 * Null where there are no sources (an installed package).
 */
export function bundledSourcesHash(): string | null {
  if (!existsSync(join(ROOT, 'workflows'))) return null;
  const hash = createHash('sha256');
  for (const room of BUNDLED_ROOMS) {
    const files = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /(?<!\.test)\.ts$/.test(name)).sort()) {
      hash
        .update(`${room}/${file}\0`)
        .update(readFileSync(join(ROOT, room, file)))
        .update('\0');
    }
  }
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(lock)) hash.update(readFileSync(lock));
  return hash.digest('hex');
}

/**
 * Bundles `workflows/` now; about a second. `failureConverterPath` as in the data converter of the worker that will load it.
 * Throws when the code can't be bundled, naming what is wrong.
 */
export async function bundleWorkflows(failureConverterPath?: string): Promise<{ code: string }> {
  const complaints: string[] = [];
  const logger = new DefaultLogger('WARN', ({ message }) => complaints.push(message));
  const workflowsPath = fileURLToPath(new URL(`../workflows/index${ENDING}`, import.meta.url));
  try {
    const converter = failureConverterPath === undefined ? {} : { failureConverterPath };
    // Loaded once for all runs: no module of ours keeps state, and each further copy costs time and memory.
    const once = { preloadModules: [workflowsPath] };
    const { code } = await bundleWorkflowCode({ workflowsPath, logger, ...once, ...converter });
    return { code };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`workflows/ cannot be bundled: ${[reason, ...complaints].join('\n')}`);
  }
}

/** Writes both bundles into `dist/`: with plain failures, and with encrypted ones. Each appears whole or not at all. */
export async function writeBundles(encryptingConverterPath: string): Promise<void> {
  const sources = bundledSourcesHash();
  for (const converter of [undefined, encryptingConverterPath]) {
    const { code } = await bundleWorkflows(converter);
    const file = variantFile(converter);
    writeFileSync(`${file}.new`, code);
    renameSync(`${file}.new`, file);
    if (sources !== null) writeFileSync(sourcesFile(file), sources);
  }
}

/**
 * The bundle for a worker: the built one, as long as it is of these very sources, else a fresh one. So a worker never
 * runs older workflow code than the one beside it.
 */
export async function workflowBundle(
  failureConverterPath?: string,
): Promise<{ codePath: string } | { code: string }> {
  const file = variantFile(failureConverterPath);
  if (existsSync(file) && (!fromSources || readSources(file) === bundledSourcesHash()))
    return { codePath: file };
  return bundleWorkflows(failureConverterPath);
}

function readSources(bundle: string): string | undefined {
  return existsSync(sourcesFile(bundle)) ? readFileSync(sourcesFile(bundle), 'utf8') : undefined;
}
