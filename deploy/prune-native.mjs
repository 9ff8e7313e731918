// Keeps, of Temporal's native library, the build for this machine only: the package brings five, some 140 MB.
// Usage: node deploy/prune-native.mjs <node_modules>
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const modules = process.argv[2];
if (modules === undefined) {
  console.error('usage: node deploy/prune-native.mjs <node_modules>');
  process.exit(2);
}
const arch = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
const system = { linux: 'unknown-linux-gnu', darwin: 'apple-darwin', win32: 'pc-windows-msvc' }[
  process.platform
];
const own = `${arch}-${system}`;

const releases = join(modules, '@temporalio', 'core-bridge', 'releases');
if (!existsSync(join(releases, own))) {
  console.error(`${releases} has no build for ${own}`);
  process.exit(1);
}
for (const other of readdirSync(releases)) {
  if (other !== own) rmSync(join(releases, other), { recursive: true });
}
console.log(`kept the native library for ${own}`);
