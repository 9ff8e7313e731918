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
import type { Delivery } from './deliveries.ts';
import type { Fault } from './faults.ts';
import type { CallCount, Cancel, Confirm, Created, Debit } from './ledger.ts';
import type { Order } from './order.ts';
import type { Settings } from './settings.ts';

/** What is kept, by table. */
export interface Tables {
  orders: Order;
  created: Created;
  debits: Debit;
  confirms: Confirm;
  cancels: Cancel;
  calls: CallCount;
  deliveries: Delivery;
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

/**
 * A journal in `directory`, one JSON line a change. It is rewritten at each start to what is still valid, and a
 * last line that a crash cut off is dropped.
 * @throws Error when the directory can't be made or written, or the file is not a journal.
 */
export function openJournal(directory: string): Journal {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, FILE);
  const stored: Stored = existsSync(path) ? read(readFileSync(path, 'utf8'), path) : new Map();
  writeFileSync(`${path}.new`, lines(stored));
  renameSync(`${path}.new`, path);
  const file = openSync(path, 'a');
  return {
    // The file holds only what `put` wrote, which the compiler has checked.
    rows: <Table extends keyof Tables>(table: Table) =>
      new Map(stored.get(table)) as Map<string, Tables[Table]>,
    put(table, key, value) {
      writeSync(file, line(table, key, value));
    },
    close() {
      closeSync(file);
    },
  };
}

type Stored = Map<string, Map<string, unknown>>;

function read(text: string, path: string): Stored {
  const tables: Stored = new Map();
  const all = text.split('\n');
  // The text after the last line break is either nothing or a line that was cut off.
  all.pop();
  for (const [n, each] of all.entries()) {
    const [table, key, value] = entry(each, `${path}, line ${n + 1}`);
    const rows = tables.get(table) ?? new Map<string, unknown>();
    tables.set(table, rows);
    if (value === undefined) rows.delete(key);
    else rows.set(key, value);
  }
  return tables;
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
