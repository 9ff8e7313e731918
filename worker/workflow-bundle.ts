import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Our own ending: `.ts` when run from the sources, `.js` from `dist/`. */
const ENDING = extname(fileURLToPath(import.meta.url));
const fromSources = ENDING === '.ts';

/** The project's root, from the sources as from `dist/`. */
const ROOT = fileURLToPath(new URL(fromSources ? '..' : '../..', import.meta.url));

/** The bundle that `npm run build` left, and the state of the sources that it was built from. */
export const BUNDLE_FILE = join(ROOT, 'dist', 'workflow-bundle.js');
const BUNDLE_SOURCES_FILE = join(ROOT, 'dist', 'workflow-bundle.sources');

/** Rooms whose values end in the bundle. */
const BUNDLED_ROOMS = ['workflows', 'contract', 'pandapon'];

/**
 * One hash over everything that may end in the bundle: the sources of those rooms and the versions of the packages.
 * Null where there are no sources (an installed package).
 */
export function bundledSourcesHash(): string | null {
  if (!existsSync(join(ROOT, 'workflows'))) return null;
  const hash = createHash('sha256');
  for (const room of BUNDLED_ROOMS) {
    const files = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /(?<!\.test)\.ts$/.test(name)).sort()) {
      hash.update(`${room}/${file}\0`).update(readFileSync(join(ROOT, room, file))).update('\0');
    }
  }
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(lock)) hash.update(readFileSync(lock));
  return hash.digest('hex');
}

/** Bundles `workflows/` now; about a second. Throws when the code can't be bundled, naming what is wrong. */
export async function bundleWorkflows(): Promise<{ code: string; sources: string | null }> {
  const sources = bundledSourcesHash();
  const complaints: string[] = [];
  const logger = new DefaultLogger('WARN', ({ message }) => complaints.push(message));
  try {
    const workflowsPath = fileURLToPath(new URL(`../workflows/index${ENDING}`, import.meta.url));
    const { code } = await bundleWorkflowCode({ workflowsPath, logger });
    return { code, sources };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`workflows/ cannot be bundled: ${[reason, ...complaints].join('\n')}`);
  }
}

/**
 * The bundle for a worker: the built one, as long as it is of these very sources, else a fresh one. So a worker never
 * runs older workflow code than the one beside it.
 */
export async function workflowBundle(): Promise<{ codePath: string } | { code: string }> {
  if (existsSync(BUNDLE_FILE)) {
    const built = existsSync(BUNDLE_SOURCES_FILE) ? readFileSync(BUNDLE_SOURCES_FILE, 'utf8') : null;
    const sources = bundledSourcesHash();
    if (!fromSources || built === sources) return { codePath: BUNDLE_FILE };
  }
  return bundleWorkflows();
}
