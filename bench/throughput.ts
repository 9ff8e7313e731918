import { startBare } from './bare/bare.ts';
import { BARE_SHAPES, type BareShape } from './bare/shapes.ts';
import { round } from './cpu.ts';
import { type Driven, drive, median, type Timing } from './drive.ts';
import type { Bench, Figure } from './figure.ts';
import { startOurs } from './ours.ts';
import type { PayloadSizes } from './payload-sizes.ts';
import { startRecorded } from './recorded/recorded.ts';

/** What our purchases per second must reach of those of bare workflows. */
export const AIMS: Record<BareShape, number> = { 'one-queue': 0.65, 'same-commands': 0.9 };

/** As long as a run takes to come to rest between two callbacks when fifty are under way. */
const STEP_SECONDS = 0.5;

/**
 * In the order of a turn: `ours` stands between those that it is compared with, for machines change over minutes.
 * `ours`: our worker, against a platform that plays recorded answers and sends its callbacks straight to the runs.
 * `whole-service`: worker, gateway and sandbox, all on these cores.
 */
const SYSTEMS = ['one-queue', 'ours', 'same-commands', 'whole-service'] as const;
type System = (typeof SYSTEMS)[number];

/** Warm: a service runs for weeks, and code that is not compiled yet costs several times as much. */
const FULL = { turns: 3, count: 200, atOnce: 50, warmUp: 400 } as const;
const QUICK = { turns: 1, count: 4, atOnce: 2, warmUp: 0 } as const;

/** Purchases per second with 50 at once: ours, and bare workflows of the SDK, turn by turn on fresh servers. */
export async function throughput(bench: Bench, sizes: PayloadSizes): Promise<Figure[]> {
  const { turns, ...load } = bench.quick ? QUICK : FULL;
  const timings: Record<System, Timing[]> = {
    ours: [],
    'one-queue': [],
    'same-commands': [],
    'whole-service': [],
  };
  for (let turn = 1; turn <= turns; turn += 1) {
    // Every second turn goes backwards, so that a drift in one direction favours none.
    for (const system of turn % 2 === 0 ? SYSTEMS.toReversed() : SYSTEMS) {
      await using driven = await start(bench, system, sizes);
      const timing = await drive(driven, load);
      bench.say(`turn ${turn} of ${turns}, ${system}: ${timing.perSecond} purchases/s`);
      timings[system].push(timing);
    }
  }
  const medians = (system: System): Timing => medianOf(timings[system]);
  const figures = SYSTEMS.map((system) => ({
    figure: `purchases-per-second, ${system}`,
    ...medians(system),
    ...load,
    turns: timings[system].map(({ perSecond }) => perSecond),
  }));
  const ratios = BARE_SHAPES.map((shape) => {
    const to = (system: System): number[] =>
      timings[system].map(({ perSecond }, turn) =>
        round(perSecond / (timings[shape][turn]?.perSecond ?? 0), 2),
      );
    return {
      figure: `ratio to ${shape}`,
      perSecond: median(to('ours')),
      aim: AIMS[shape],
      turns: to('ours'),
      cpu: round(totalMs(medians(shape)) / totalMs(medians('ours')), 2),
      wholeService: median(to('whole-service')),
    };
  });
  return [...figures, ...ratios];
}

function start(bench: Bench, system: System, sizes: PayloadSizes): Promise<Driven & AsyncDisposable> {
  switch (system) {
    case 'ours':
      return startRecorded(bench, STEP_SECONDS);
    case 'whole-service':
      return startOurs(bench, { stepSeconds: STEP_SECONDS });
    default:
      return startBare(bench, { shape: system, stepSeconds: STEP_SECONDS, sizes });
  }
}

function medianOf(timings: readonly Timing[]): Timing {
  const of = (value: (timing: Timing) => number): number => round(median(timings.map(value)), 2);
  const names = Object.keys(timings[0]?.cpuMs ?? {});
  return {
    perSecond: of((timing) => timing.perSecond),
    p50Ms: of((timing) => timing.p50Ms),
    p99Ms: of((timing) => timing.p99Ms),
    cpuMs: Object.fromEntries(names.map((name) => [name, of((timing) => timing.cpuMs[name] ?? 0)])),
    otherCores: of((timing) => timing.otherCores),
    late: of((timing) => timing.late),
  };
}

const totalMs = (timing: Timing): number => Object.values(timing.cpuMs).reduce((sum, ms) => sum + ms, 0);
