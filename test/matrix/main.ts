import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedToStop } from '../../embedded/asked-to-stop.ts';
import { findTemporal } from '../../embedded/temporal-binary.ts';
import { startTemporalServer } from '../../embedded/temporal-server.ts';
import { CELLS, type Cell } from './cells.ts';
import { runMatrix } from './matrix.ts';
import { breachLines, matrixTable } from './table.ts';

/** `npm run matrix [-- words]`: the fault matrix, or its cells whose name holds every word (docs/guides/fault-matrix.md). */

const began = Date.now();
const say = (line: string) =>
  void process.stderr.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

async function run(cells: readonly Cell[], binary: string, directory: string): Promise<number> {
  const server = await startTemporalServer({
    binary,
    logFile: join(directory, 'temporal.log'),
    uiPort: null,
  });
  try {
    let done = 0;
    const results = await runMatrix({
      address: server.address,
      cells,
      onCell: ({ cell, came, breaches, ms }) => {
        done += 1;
        const word = breaches.length === 0 ? 'holds' : 'FAILS';
        say(`${done}/${cells.length} ${word} ${cell.id}: ${came} (${(ms / 1000).toFixed(1)} s)`);
      },
    });
    const lines = breachLines(results);
    const failed = results.filter(({ breaches }) => breaches.length > 0).length;
    const seconds = Math.round((Date.now() - began) / 1000);
    process.stdout.write(`${matrixTable(results)}\n${lines.map((line) => `${line}\n`).join('')}`);
    process.stdout.write(`${results.length - failed} cells hold, ${failed} fail (${seconds} s)\n`);
    return failed === 0 && results.length === cells.length ? 0 : 1;
  } finally {
    await server.stop();
  }
}

async function main(words: string[]): Promise<number> {
  const cells = CELLS.filter(({ id }) => words.every((word) => id.includes(word)));
  if (cells.length === 0) throw new Error(`no cell has "${words.join(' ')}" in its name (create.before.500)`);
  const asked = askedToStop();
  const directory = await mkdtemp(join(tmpdir(), 'pandapon-orders-matrix-'));
  try {
    const { path } = await findTemporal({ say });
    return (await Promise.race([run(cells, path, directory), asked])) ?? 130;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`npm run matrix: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
