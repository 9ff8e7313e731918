// `npm run build`: dist/ with types and source maps, and the workflow bundle that workers load, all runnable by plain node.
// npm runs it as `prepare` after every `npm ci` too; there it must not stop an install (the commands run from the sources),
// so it says what is wrong and goes on.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const asPrepare = process.env.npm_lifecycle_event === 'prepare';

function stop(reason) {
  console.error(`build: ${reason}`);
  process.exit(asPrepare ? 0 : 1);
}

const tsc = join(root, 'node_modules', '.bin', 'tsc');
// An install without development packages, or of the published package, has dist/ already or needs none.
if (!existsSync(tsc)) stop('typescript is not installed, so dist/ is left as it is');

rmSync(dist, { recursive: true, force: true });
const compiled = spawnSync(tsc, ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

/** Files beside the code that it reads at run time. */
const ASSETS = /\.(cjs|json|sh|html|css|svg)$/;
const config = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
for (const room of config.include.filter((name) => existsSync(join(root, name)))) {
  for (const file of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })) {
    if (ASSETS.test(file)) cpSync(join(root, room, file), join(dist, room, file));
  }
}

const cli = join(dist, 'cli', 'main.js');
if (existsSync(cli)) {
  const code = readFileSync(cli, 'utf8');
  if (!code.startsWith('#!')) writeFileSync(cli, `#!/usr/bin/env node\n${code}`);
  chmodSync(cli, 0o755);
}

if (compiled.status !== 0) stop('the types do not fit, see above; dist/ is not complete');

try {
  const { writeBundles } = await import('./dist/worker/workflow-bundle.js');
  await writeBundles(join(dist, 'client', 'failure-converter.cjs'));
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
