import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedToStop } from '../embedded/asked-to-stop.ts';
import { findTemporal } from '../embedded/temporal-binary.ts';
import { callbacks } from './callbacks.ts';
import type { Bench, Figure } from './figure.ts';
import { happyPath } from './happy-path.ts';
import { throughput } from './throughput.ts';

/** `npm run bench [-- --quick]`: one JSON line per figure on stdout, progress on stderr (docs/guides/benchmarks.md). */

const began = Date.now();
const say = (line: string) =>
  void process.stderr.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
const print = (figure: Figure) => void process.stdout.write(`${JSON.stringify(figure)}\n`);

async function measure(bench: Bench): Promise<number> {
  const { figure, sizes } = await happyPath(bench);
  print(figure);
  for (const each of await callbacks(bench)) print(each);
  for (const each of await throughput(bench, sizes)) print(each);
  return figure['within'] === true ? 0 : 1;
}

async function main(args: string[]): Promise<number> {
  const quick = args.includes('--quick');
  const unknown = args.filter((arg) => arg !== '--quick');
  if (unknown.length > 0) throw new Error(`"${unknown.join(' ')}" is unknown: npm run bench [-- --quick]`);
  const asked = askedToStop();
  const directory = await mkdtemp(join(tmpdir(), 'pandapon-orders-bench-'));
  try {
    const { path } = await findTemporal({ say });
    const ended = await Promise.race([measure({ temporal: path, directory, quick, say }), asked]);
    return ended ?? 130;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`npm run bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
