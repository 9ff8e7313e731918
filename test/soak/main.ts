import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askedToStop } from '../../embedded/asked-to-stop.ts';
import { findTemporal } from '../../embedded/temporal-binary.ts';
import { thirtyThroughKills } from './kills.ts';
import { fiftyThroughOutage } from './outage.ts';
import { randomLife, type SoakOptions } from './random-life.ts';

/** `npm run soak -- [--minutes N] [--seed N] [--kills | --outage]` (docs/guides/fault-matrix.md). */

const began = Date.now();
const say = (line: string) =>
  void process.stdout.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

interface Asked {
  minutes: number;
  seed: number;
  mode: 'random life' | 'kills' | 'outage';
}

function read(args: string[]): Asked {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string', default: `${Math.floor(Math.random() * 1_000_000)}` },
      kills: { type: 'boolean', default: false },
      outage: { type: 'boolean', default: false },
    },
  });
  const minutes = Number(values.minutes);
  const seed = Number(values.seed);
  if (!(minutes > 0)) throw new Error('--minutes must be a number above 0');
  if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number');
  if (values.kills && values.outage) throw new Error('--kills and --outage are two soaks: one at a time');
  return { minutes, seed, mode: values.kills ? 'kills' : values.outage ? 'outage' : 'random life' };
}

function soak({ mode, minutes }: Asked, options: SoakOptions): Promise<string[]> {
  switch (mode) {
    case 'kills':
      return thirtyThroughKills(options);
    case 'outage':
      return fiftyThroughOutage(options);
    case 'random life':
      return randomLife({ ...options, minutes });
  }
}

async function main(args: string[]): Promise<number> {
  const asked = read(args);
  const stop = askedToStop();
  const directory = await mkdtemp(join(tmpdir(), 'pandapon-orders-soak-'));
  say(`soak: ${asked.mode}, seed ${asked.seed}`);
  try {
    const { path: binary } = await findTemporal({ say });
    const breaches = await Promise.race([soak(asked, { binary, directory, seed: asked.seed, say }), stop]);
    if (breaches === undefined) return 130;
    for (const breach of breaches) say(`FAILS ${breach}`);
    say(
      breaches.length === 0
        ? `all holds (seed ${asked.seed})`
        : `${breaches.length} fail (seed ${asked.seed})`,
    );
    return breaches.length === 0 ? 0 : 1;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`npm run soak: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
