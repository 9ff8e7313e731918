import { startBare } from './bare/bare.ts';
import { BARE_SHAPES, type BareShape } from './bare/shapes.ts';
import { round } from './cpu.ts';
import { type Driven, drive, median, type Timing } from './drive.ts';
import type { Bench, Figure } from './figure.ts';
import { startOurs } from './ours.ts';
import type { PayloadSizes } from './payload-sizes.ts';

/** What our purchases per second must reach of those of bare workflows. */
export const AIMS: Record<BareShape, number> = { 'one-queue': 0.65, 'same-commands': 0.9 };

/** As long as a run takes to come to rest between two callbacks when fifty are under way. */
const STEP_SECONDS = 0.5;

type System = 'ours' | BareShape;
const SYSTEMS: readonly System[] = ['ours', ...BARE_SHAPES];

/** Purchases per second with 50 at once: ours, and bare workflows of the SDK, turn by turn on fresh servers. */
export async function throughput(bench: Bench, sizes: PayloadSizes): Promise<Figure[]> {
  const load = bench.quick ? { count: 6, atOnce: 3, warmUp: 2 } : { count: 200, atOnce: 50, warmUp: 50 };
  const timings = new Map<System, Timing[]>(SYSTEMS.map((system) => [system, []]));
  for (let turn = 1; turn <= (bench.quick ? 1 : 3); turn += 1) {
    for (const system of SYSTEMS) {
      await using driven = await start(bench, system, sizes);
      const timing = await drive(driven, load);
      bench.say(`turn ${turn}, ${system}: ${timing.perSecond} purchases/s`);
      timings.get(system)?.push(timing);
    }
  }
  const all = SYSTEMS.map((system) => ({ system, medians: medianOf(timings.get(system) ?? []) }));
  const ours = all[0]?.medians;
  return [
    ...all.map(({ system, medians }) => ({
      figure: `purchases-per-second, ${system}`,
      ...medians,
      ...load,
      turns: (timings.get(system) ?? []).map(({ perSecond }) => perSecond),
    })),
    ...BARE_SHAPES.map((shape) => ratio(shape, ours, all.find(({ system }) => system === shape)?.medians)),
  ];
}

function start(bench: Bench, system: System, sizes: PayloadSizes): Promise<Driven & AsyncDisposable> {
  return system === 'ours'
    ? startOurs(bench, STEP_SECONDS)
    : startBare(bench, { shape: system, stepSeconds: STEP_SECONDS, sizes });
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
  };
}

const total = (timing: Timing): number => Object.values(timing.cpuMs).reduce((sum, ms) => sum + ms, 0);

/**
 * Ours beside a bare one. The platform runs on these cores too, and elsewhere in earnest: `withoutPlatform` is the
 * ratio of the processor time per purchase without the platform's own.
 */
function ratio(shape: BareShape, ours: Timing | undefined, bare: Timing | undefined): Figure {
  if (ours === undefined || bare === undefined) throw new Error(`${shape} was not measured`);
  const { platform = 0 } = ours.cpuMs;
  return {
    figure: `ratio to ${shape}`,
    perSecond: round(ours.perSecond / bare.perSecond, 2),
    cpu: round(total(bare) / total(ours), 2),
    withoutPlatform: round(total(bare) / (total(ours) - platform), 2),
    aim: AIMS[shape],
  };
}
