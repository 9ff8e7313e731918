import type { Cargo } from '../contract/index.ts';

/** The lines of one merchant, by index into the request's `cargoParamList`. */
export interface MerchantLines {
  /** null: the lines name none, which only a request for a single merchant does. */
  sellerOpenId: string | null;
  lines: number[];
}

/** A line with its index. */
export interface SentLine {
  line: number;
  cargo: Cargo;
}

/** The lines that an input names, in its order; a line that the request does not have is left out. */
export const linesSent = (cargoParamList: readonly Cargo[], lines: readonly number[]): SentLine[] =>
  lines.flatMap((line) => {
    const cargo = cargoParamList[line];
    return cargo === undefined ? [] : [{ line, cargo }];
  });

/** Groups lines by merchant, in the order in which merchants first appear. */
export function merchantsOf(sent: readonly SentLine[]): MerchantLines[] {
  const merchants = new Map<string | null, number[]>();
  for (const { line, cargo } of sent) {
    const seller = cargo.sellerOpenId ?? null;
    merchants.set(seller, [...(merchants.get(seller) ?? []), line]);
  }
  return [...merchants].map(([sellerOpenId, lines]) => ({ sellerOpenId, lines }));
}
