import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CartRecord } from './carts.ts';
import type { Delivery } from './deliveries.ts';
import type { Fault } from './faults.ts';
import type { Booked, CallCount, Cancel, Confirm, Created, Debit, RefundApplied } from './ledger.ts';
import type { Order } from './order.ts';
import type { Settings } from './settings.ts';
import type { BookedAddress, FreightBooking, FreightRender } from './stores.ts';

/** What is kept, by table. */
export interface Tables {
  orders: Order;
  created: Created;
  debits: Debit;
  confirms: Confirm;
  cancels: Cancel;
  refunds: RefundApplied;
  booked: Booked;
  calls: CallCount;
  deliveries: Delivery;
  cart: CartRecord;
  addresses: BookedAddress;
  renders: FreightRender;
  bookings: FreightBooking;
  /** The last number given out, by table. */
  counters: number;
  settings: Settings;
  faults: Fault[];
}

/** Where the sandbox keeps what must survive it. A value stored again replaces the one before. */
export interface Journal {
  /** What an earlier process left behind, in the order in which it was first stored. */
  rows<Table extends keyof Tables>(table: Table): Map<string, Tables[Table]>;
  /** Stores before it returns: what was answered is never forgotten. `undefined` removes. */
  put<Table extends keyof Tables>(table: Table, key: string, value: Tables[Table] | undefined): void;
  close(): void;
}

/** A journal that forgets. */
export const memoryJournal = (): Journal => ({ rows: () => new Map(), put: () => {}, close: () => {} });

const FILE = 'sandbox.jsonl';

/** The file is rewritten once so much was appended, and at least as much again as is still valid. */
const REWRITE_BYTES = 16 * 1024 * 1024;

/**
 * A journal in `directory`, one JSON line a change. It is rewritten at each start, and when it has grown, to what is
 * still valid; a last line that a crash cut off is dropped.
 * @throws Error when the directory can't be made or written, or the file is not a journal.
 */
export function openJournal(directory: string, rewriteBytes: number = REWRITE_BYTES): Journal {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, FILE);
  const stored: Stored = existsSync(path) ? read(readFileSync(path, 'utf8'), path) : new Map();
  let { file, bytes: valid } = rewritten(path, stored);
  let appended = 0;
  return {
    // The file holds only what `put` wrote, which the compiler has checked.
    rows: <Table extends keyof Tables>(table: Table) =>
      new Map(stored.get(table)) as Map<string, Tables[Table]>,
    put(table, key, value) {
      keep(stored, table, key, value);
      appended += writeSync(file, line(table, key, value));
      if (appended < Math.max(rewriteBytes, valid)) return;
      closeSync(file);
      ({ file, bytes: valid } = rewritten(path, stored));
      appended = 0;
    },
    close() {
      closeSync(file);
    },
  };
}

/** Replaces the file by what is still valid, and opens it for more. */
function rewritten(path: string, stored: Stored): { file: number; bytes: number } {
  const text = lines(stored);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return { file: openSync(path, 'a'), bytes: Buffer.byteLength(text) };
}

type Stored = Map<string, Map<string, unknown>>;

function read(text: string, path: string): Stored {
  const tables: Stored = new Map();
  const all = text.split('\n');
  // The text after the last line break is either nothing or a line that was cut off.
  all.pop();
  for (const [n, each] of all.entries()) {
    const [table, key, value] = entry(each, `${path}, line ${n + 1}`);
    keep(tables, table, key, value);
  }
  return tables;
}

function keep(tables: Stored, table: string, key: string, value: unknown): void {
  const rows = tables.get(table) ?? new Map<string, unknown>();
  tables.set(table, rows);
  if (value === undefined) rows.delete(key);
  else rows.set(key, value);
}

function entry(text: string, where: string): [string, string, unknown] {
  const parsed: unknown = parsedOrNull(text);
  if (!Array.isArray(parsed) || typeof parsed[0] !== 'string' || typeof parsed[1] !== 'string') {
    throw new Error(`${where} is not an entry of a sandbox journal; move the file away to begin anew`);
  }
  return [parsed[0], parsed[1], parsed[2]];
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const lines = (tables: Stored): string =>
  [...tables].flatMap(([table, rows]) => [...rows].map(([key, value]) => line(table, key, value))).join('');

const line = (table: string, key: string, value: unknown): string =>
  `${JSON.stringify(value === undefined ? [table, key] : [table, key, value])}\n`;
