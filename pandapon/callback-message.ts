import { z } from 'zod';
import { parseExact } from './json.ts';

/** What a callback says (docs/reference/platform.md, "Callbacks"). It only ever hints: the order is read before anything is done. */
export interface CallbackEvent {
  kind: 'event';
  platform: '1688' | 'taobao';
  /** Without the `1688_` or `TAOBAO_` prefix; empty when the message has none. Any text: the list is open. */
  type: string;
  /** Exact digits. */
  orderId: string;
  /** The status word the message claims; null when it claims none. */
  status: string | null;
  refundId: string | null;
  /** The push time as the message has it; its unit is not confirmed. */
  timestamp: string | null;
}

/** Nobody can be told: sending it again would not help. */
export interface UndeliverableCallback {
  kind: 'undeliverable';
  why: 'not-json' | 'not-an-object' | 'no-order-id';
  /** As far as it could be read, prefix removed. */
  type: string | null;
  timestamp: string | null;
}

const PREFIX = /^(1688|TAOBAO)_/;
/** Where ids of orders stand, the surest first. */
const ID_MEMBERS = ['orderId', 'salesOrderId', 'purchase_id', 'purchaseOrderId'] as const;
const TAOBAO_MEMBERS: readonly string[] = ['salesOrderId', 'purchase_id', 'purchaseOrderId'];

type Members = Readonly<Record<string, unknown>>;
const members = z.record(z.string(), z.unknown());

/**
 * Reads a callback. Whatever the bytes are, it answers: odd shapes are `undeliverable`.
 * @param rawBody UTF-8.
 */
export function readCallback(rawBody: Uint8Array | string): CallbackEvent | UndeliverableCallback {
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
  const parsed = tryParse(text);
  if (parsed === undefined) return { kind: 'undeliverable', why: 'not-json', type: null, timestamp: null };
  const message = membersOf(parsed);
  if (!message) return { kind: 'undeliverable', why: 'not-an-object', type: null, timestamp: null };

  const fullType = textIn(message, 'messageType') ?? '';
  const type = fullType.replace(PREFIX, '');
  const given = message['messageBody'];
  const body = membersOf(typeof given === 'string' ? tryParse(given) : given) ?? {};
  const orderId = orderIdIn(body);
  const timestamp = scalarIn(message, 'timestamp');
  if (orderId === null) return { kind: 'undeliverable', why: 'no-order-id', type, timestamp };
  return {
    kind: 'event',
    platform: platformOf(message, fullType, body),
    type,
    orderId,
    status: textIn(body, 'currentStatus') ?? textIn(membersOf(body['baseInfo']), 'status'),
    refundId: idIn(body, 'refundId'),
    timestamp,
  };
}

function orderIdIn(body: Members): string | null {
  const order = membersOf(body['baseInfo']);
  const plain = ID_MEMBERS.map((member) => idIn(body, member));
  const found = [idIn(order, 'idOfStr'), idIn(order, 'id'), ...plain, idInTrace(body)];
  return found.find((id) => id !== null) ?? null;
}

/** Of a logistics message; one that speaks of several orders is taken for the first. */
function idInTrace(body: Members): string | null {
  const logs = membersOf(body['OrderLogisticsTracingModel'])?.['orderLogsItems'];
  if (!Array.isArray(logs)) return null;
  return logs.map((each) => idIn(membersOf(each), 'orderId')).find((id) => id !== null) ?? null;
}

/** `messagePlatform` says it; the prefix, then the members, where it is missing. */
function platformOf(message: Members, fullType: string, body: Members): '1688' | 'taobao' {
  const said = idIn(message, 'messagePlatform');
  if (said === '0') return 'taobao';
  if (said === '1') return '1688';
  if (fullType.startsWith('TAOBAO_')) return 'taobao';
  if (fullType.startsWith('1688_')) return '1688';
  return TAOBAO_MEMBERS.some((member) => idIn(body, member) !== null) ? 'taobao' : '1688';
}

/** A short text or an exact integer. */
const scalar = z.union([z.string(), z.bigint(), z.number().int()]).transform(String).pipe(z.string().max(64));
/** Ids become parts of workflow ids and paths: nothing but letters and digits may come in. */
const ID = /^[A-Za-z0-9_-]+$/;

function scalarIn(from: Members | null, member: string): string | null {
  const read = from && Object.hasOwn(from, member) ? scalar.safeParse(from[member]) : null;
  return read?.success ? read.data : null;
}

function idIn(from: Members | null, member: string): string | null {
  const value = scalarIn(from, member);
  return value !== null && ID.test(value) ? value : null;
}

function textIn(from: Members | null, member: string): string | null {
  const value = from && Object.hasOwn(from, member) ? from[member] : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

function membersOf(value: unknown): Members | null {
  const read = members.safeParse(value);
  return read.success ? read.data : null;
}

function tryParse(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
