import type { PurchaseStart } from '../../client/index.ts';
import type { Command, Policy } from '../../contract/index.ts';
import type { Ending, FaultKind, FaultRequest, SettingsPatch } from '../../sandbox/index.ts';
import { startOf } from '../world.ts';
import { type Seeded, seeded } from './seeded.ts';

/** Everything that is to happen in a soak, and when (ms from its begin). Made of a seed alone: the same seed, the same plan. */
export interface Plan {
  purchases: PlannedPurchase[];
  faults: { atMs: number; fault: FaultRequest }[];
  weather: PlannedWeather[];
  /** When a worker is killed. */
  kills: number[];
  /** When the Temporal server is killed, if ever. */
  temporalKill: number | null;
}

export interface PlannedPurchase {
  atMs: number;
  start: PurchaseStart;
  /** What a person says unasked, so long after the start. */
  says: { afterMs: number; command: Extract<Command, 'retry' | 'hold' | 'release' | 'cancel' | 'abort'> }[];
}

/** The platform is strange for a while, or spending is off. */
export interface PlannedWeather {
  atMs: number;
  forMs: number;
  what: { settings: SettingsPatch } | 'spending off';
}

const PER_SECOND = 1.2;
const FAULTS_PER_SECOND = 0.6;
const WEATHER_EVERY_MS = 15_000;
const KILL_EVERY_MS = 25_000;
/** From this length on the Temporal server is killed once, too. */
const TEMPORAL_KILL_MINUTES = 5;

export function planOf(seed: number, minutes: number): Plan {
  const ms = minutes * 60_000;
  const buying = seeded(seed, 'purchases');
  const spoiling = seeded(seed, 'faults');
  const clouding = seeded(seed, 'weather');
  const killing = seeded(seed, 'kills');
  return {
    purchases: momentsOf(buying, ms, Math.round((ms / 1000) * PER_SECOND)).map((atMs, n) =>
      purchaseOf(buying, n, atMs),
    ),
    faults: momentsOf(spoiling, ms, Math.round((ms / 1000) * FAULTS_PER_SECOND)).map((atMs) => ({
      atMs,
      fault: faultOf(spoiling),
    })),
    weather: momentsOf(clouding, ms, Math.floor(ms / WEATHER_EVERY_MS)).map((atMs) => ({
      atMs,
      forMs: clouding.int(2_000, 10_000),
      what: weatherOf(clouding),
    })),
    kills: momentsOf(killing, ms, Math.floor(ms / KILL_EVERY_MS)),
    temporalKill: minutes >= TEMPORAL_KILL_MINUTES ? killing.int(ms / 3, (ms * 2) / 3) : null,
  };
}

const momentsOf = (chance: Seeded, ms: number, count: number): number[] =>
  Array.from({ length: count }, () => chance.int(0, ms)).sort((a, b) => a - b);

const ENDINGS: readonly Ending[] = [
  ...(['outofstock', 'refuse', 'split', 'raise', 'close', 'part', 'parcels', 'link', 'stall'] as const),
  ...(['payrefuse', 'receiptrefuse', 'cancelrefuse', 'twin', 'lost', 'noship', 'nosign', 'odd'] as const),
];

function purchaseOf(chance: Seeded, n: number, atMs: number): PlannedPurchase {
  const id = `soak-${String(n).padStart(4, '0')}`;
  const merchants = Array.from(
    {
      length: chance.weighted([
        [6, 1],
        [3, 2],
        [1, 3],
      ]),
    },
    () => (chance.chance(0.55) ? '' : `-${ENDINGS[chance.int(0, ENDINGS.length - 1)]}`),
  );
  const start = startOf({ id, policy: policyFor(chance) });
  const [line] = start.request.cargoParamList;
  if (line === undefined) throw new Error('the sample has no line');
  // SKUs of its own: without a tag two purchases of the same goods could both own an order.
  start.request.cargoParamList = merchants.flatMap((ending, merchant) =>
    Array.from({ length: chance.int(1, 2) }, (_, sku) => ({
      ...line,
      sellerOpenId: `shop-${n}-${merchant}${ending}`,
      specId: `spec-${n}-${merchant}-${sku}`,
      quantity: chance.int(1, 3),
    })),
  );
  return { atMs, start, says: saysOf(chance) };
}

function policyFor(chance: Seeded): Partial<Policy> {
  const maybe = (part: number, policy: () => Partial<Policy>): Partial<Policy> =>
    chance.chance(part) ? policy() : {};
  return {
    pollSeconds: chance.int(2, 4),
    confirmAfterSignedSeconds: chance.int(0, 2),
    shipWithinSeconds: chance.int(6, 12),
    stalledAfterSeconds: chance.int(6, 12),
    receiveWithinSeconds: chance.int(8, 16),
    payment: chance.weighted([
      [6, 'each'],
      [3, 'batch'],
      [1, 'manual'],
    ]),
    ...maybe(0.1, () => ({ receipt: 'manual' })),
    ...maybe(0.1, () => ({ holdBeforePay: true })),
    ...maybe(0.2, () => ({ tag: false })),
    ...maybe(0.3, () => ({ onClosed: 'skip' })),
    ...maybe(0.2, () => ({ priceToleranceBps: chance.int(0, 1500) })),
    ...maybe(0.1, () => ({ approveAboveFen: chance.int(0, 20_000) })),
    ...maybe(0.15, () => ({ maxTotalFen: chance.int(2_000, 40_000) })),
  };
}

function saysOf(chance: Seeded): PlannedPurchase['says'] {
  const afterMs = chance.int(0, 12_000);
  const later = (): number => afterMs + chance.int(500, 8_000);
  return chance.weighted<() => PlannedPurchase['says']>([
    [70, () => []],
    [8, () => [{ afterMs, command: 'cancel' }]],
    [6, () => [{ afterMs, command: 'abort' }]],
    [
      2,
      () => [
        { afterMs, command: 'abort' },
        { afterMs: later(), command: 'abort' },
      ],
    ],
    [
      10,
      () => [
        { afterMs, command: 'hold' },
        { afterMs: later(), command: 'release' },
      ],
    ],
    [4, () => [{ afterMs, command: 'retry' }]],
  ])();
}

const SPOILT: readonly [FaultKind, ...FaultKind[]] = [
  ...(['http-500', 'http-502-html', 'http-200-html', 'cut-body', 'reset', 'hang', 'code-500'] as const),
  ...(['http-429', 'code-429', 'refusal', 'slow'] as const),
];

function faultOf(chance: Seeded): FaultRequest {
  const operation = chance.weighted([
    [5, 'create'],
    [5, 'pay'],
    [3, 'batch-pay'],
    [5, 'confirm'],
    [3, 'cancel'],
    [2, 'preview'],
    [3, 'detail'],
    [3, 'list'],
    [2, 'trace'],
    [1, '*'],
  ]);
  const times = chance.weighted([
    [6, 1],
    [2, 2],
    [2, 4],
  ]);
  const pays = operation === 'pay' || operation === 'batch-pay';
  if (pays && chance.chance(0.3)) {
    return chance.chance(0.5)
      ? { operation, when: 'after', kind: 'pay-lies', times }
      : { operation, when: 'before', kind: 'pay-false', times };
  }
  // Whoever did something and says that the key is wrong is beyond what a caller can guard against.
  if (chance.chance(0.03)) return { operation, when: 'before', kind: 'code-401', times: 1 };
  const kind = chance.pick(SPOILT);
  const turnedAway = kind === 'http-429' || kind === 'code-429';
  // Orders made behind a 429 are found by the next look; a person who ends the purchase before it leaves them.
  const mayBeLeft = turnedAway && (operation === 'create' || operation === '*');
  const when = chance.chance(0.5) || mayBeLeft ? 'before' : 'after';
  return { operation, when, kind, times, ...(kind === 'slow' ? { seconds: chance.int(1, 3) } : {}) };
}

function weatherOf(chance: Seeded): PlannedWeather['what'] {
  const settings = (patch: SettingsPatch): PlannedWeather['what'] => ({ settings: patch });
  return chance.weighted<() => PlannedWeather['what']>([
    [3, () => settings({ outage: chance.pick(['refuse', 'drop', 'hang']) })],
    [2, () => settings({ duplicateCallbacks: chance.int(1, 5) })],
    [2, () => settings({ outOfOrderCallbacks: true })],
    [2, () => settings({ forgedCallbacks: true })],
    [2, () => settings({ lateCallbackSeconds: chance.int(1, 5) })],
    [2, () => settings({ callbacks: false })],
    [2, () => settings({ listDelaySeconds: chance.int(1, 2) })],
    [1, () => settings({ clockOffsetSeconds: 3_600 })],
    [1, () => settings({ roundIds: true })],
    [1, () => settings({ messageBodyAs: 'string', prefix: true, orderIdAs: 'string' })],
    [1, () => settings({ showSigned: false, emptyTrace: 'empty', parcelItems: false })],
    [2, () => 'spending off'],
  ])();
}
