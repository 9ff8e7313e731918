/** One figure, printed as one JSON line. */
export interface Figure {
  figure: string;
  [member: string]: unknown;
}

/** What every benchmark is given. */
export interface Bench {
  /** Path of the `temporal` program. */
  temporal: string;
  /** A folder for logs; it is removed at the end. */
  directory: string;
  /** Few runs, to see that all of it works: its timings mean nothing. */
  quick: boolean;
  /** Takes one line of progress. */
  say: (line: string) => void;
}
