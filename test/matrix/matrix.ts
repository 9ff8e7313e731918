import { createWorkerProcesses } from '../fixtures/worker-processes.ts';
import { createWorld } from '../world.ts';
import { live, type Place, retryToEnd } from './cell-life.ts';
import { type Cell, isWorkerKilled, restOf } from './cells.ts';
import { judgeEnd, judgeRest } from './judge.ts';

/** What became of a cell. */
export interface CellResult {
  cell: Cell;
  /** Where it came to rest, and where a person's retry brought it from there. */
  came: string;
  /** What does not hold, a line each. */
  breaches: string[];
  ms: number;
}

export interface MatrixOptions {
  /** Of a Temporal server. */
  address: string;
  cells: readonly Cell[];
  /** Called as each cell is done. */
  onCell?: (result: CellResult) => void;
}

/** So many purchases are under way at once in one world. */
const AT_ONCE = 12;
const PATIENCE_MS = 120_000;
/** Much longer than the pause after a 429: a create that was turned away must be looked up also while its purchase is young. */
const SETTLE_SECONDS = 12;
const SPEED = 60;

/** Runs the cells, those whose worker is killed on workers of their own, and answers in the order given. */
export async function runMatrix({ address, cells, onCell }: MatrixOptions): Promise<CellResult[]> {
  const killed = cells.filter(isWorkerKilled);
  const others = cells.filter((cell) => !isWorkerKilled(cell));
  const done = (result: CellResult): CellResult => {
    onCell?.(result);
    return result;
  };
  const results = await Promise.all([
    others.length === 0 ? [] : inOneProcess(address, others, done),
    killed.length === 0 ? [] : underKilledWorker(address, killed, done),
  ]);
  return cells.flatMap((cell) => results.flat().filter((result) => result.cell.id === cell.id));
}

type Done = (result: CellResult) => CellResult;

async function inOneProcess(address: string, cells: readonly Cell[], done: Done): Promise<CellResult[]> {
  await using world = await createWorld({
    address,
    settleSeconds: SETTLE_SECONDS,
    timeoutMs: 1_000,
    readBackSpeed: 5,
    sandbox: { speed: SPEED, settings: { cancelTooFastSeconds: 0 } },
  });
  const results: CellResult[] = [];
  const waiting = [...cells];
  const one = async (): Promise<void> => {
    for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift())
      results.push(done(await runCell(world, cell)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return results;
}

/** All cells wait for their answers when the only worker is killed; another one goes on. */
async function underKilledWorker(address: string, cells: readonly Cell[], done: Done): Promise<CellResult[]> {
  await using world = await createWorkerProcesses({
    address,
    speed: SPEED,
    environment: {
      RECONCILE_SETTLE_SECONDS: '3',
      PANDAPON_TIMEOUT_MS: `${LONGEST_CALL_MS}`,
      PANDAPON_CALLS_PER_SECOND: '1000',
    },
  });
  world.sandbox.settings({ cancelTooFastSeconds: 0 });
  const first = await world.startWorker();
  const running = cells.map(async (cell) => done(await runCell(world, cell)));
  const all = Promise.all(running);
  const late = await Promise.race([all.then(() => 'nobody was killed' as const), untilAllWait(world, cells)]);
  if (late !== null) throw new Error(`the worker was not killed in time: ${late}`);
  await world.startWorker();
  first.kill('SIGKILL');
  await first.ended;
  return await all;
}

const LONGEST_CALL_MS = 30_000;

/** Waits until every cell has run into its fault. Answers why that is worth nothing, or null. */
async function untilAllWait({ sandbox }: Place, cells: readonly Cell[]): Promise<string | null> {
  let firstAt: number | null = null;
  for (let left = cells.length; left > 0; left = sandbox.faults().length) {
    if (left < cells.length) firstAt ??= Date.now();
    if (firstAt !== null && Date.now() - firstAt > LONGEST_CALL_MS - 5_000)
      return 'its first call was about to time out';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
}

async function runCell(place: Place, cell: Cell): Promise<CellResult> {
  const began = Date.now();
  const result = (came: string, breaches: string[]): CellResult => ({
    cell,
    came,
    breaches,
    ms: Date.now() - began,
  });
  try {
    const rested = await live(place, cell, PATIENCE_MS);
    const atRest = judgeRest(place.sandbox, cell, rested);
    const came =
      [rested, ...rested.orders].find(({ stuck }) => stuck !== null)?.stuck?.reason ?? rested.stage;
    if (restOf(cell) === 'ended' || rested.closedAt !== null) return result(came, atRest);
    const ended = await retryToEnd(place, cell.id, PATIENCE_MS);
    return result(`${came}, ${ended.stage}`, [...atRest, ...judgeEnd(place.sandbox, cell, ended)]);
  } catch (error) {
    return result('broke', [error instanceof Error ? error.message : String(error)]);
  }
}
