import type { Journal, Tables } from './journal.ts';

/** Something of a user's that the platform keeps. */
export interface Row {
  id: string;
  userId: string;
}

type RowTable = { [Table in keyof Tables]: Tables[Table] extends Row ? Table : never }[keyof Tables];

/** Rows of one table, oldest first, kept over a restart. Ids are small numbers that are never given twice. */
export class Shelf<Table extends RowTable> {
  readonly #journal: Journal;
  readonly #table: Table;
  readonly #rows: Map<string, Tables[Table]>;
  #last: number;

  /** `first`: the number of the first id. */
  constructor(journal: Journal, table: Table, first = 1) {
    this.#journal = journal;
    this.#table = table;
    this.#rows = journal.rows(table);
    this.#last = journal.rows('counters').get(table) ?? first - 1;
  }

  /** Keeps what `make` makes of a new id. */
  add(make: (id: string) => Tables[Table]): Tables[Table] {
    this.#last += 1;
    this.#journal.put('counters', this.#table, this.#last);
    return this.put(make(String(this.#last)));
  }

  put(row: Tables[Table]): Tables[Table] {
    this.#rows.set(row.id, row);
    this.#journal.put(this.#table, row.id, row);
    return row;
  }

  remove(id: string): void {
    this.#rows.delete(id);
    this.#journal.put(this.#table, id, undefined);
  }

  get(id: string): Tables[Table] | undefined {
    return this.#rows.get(id);
  }

  all(): Tables[Table][] {
    return [...this.#rows.values()];
  }
}
