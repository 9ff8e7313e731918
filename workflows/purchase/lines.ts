import type { PurchaseRequest } from '../../contract/index.ts';
import type { PurchaseState } from './state.ts';

/** The lines of a purchase's request, and where each stands. Indexes never move. */

/** Where one line of the request stands. Its SKU and quantity are in the request, under the same index. */
export interface Line {
  line: number;
  phase: 'wanted' | 'buying' | 'ordered' | 'parked' | 'dropped';
  orderId: string | null;
  subItemId: string | null;
  refused: string | null;
  /** How many of it are still to buy, where another order holds the rest; absent: all. */
  quantity?: number | undefined;
}

const freshLine = (line: number): Line => ({
  line,
  phase: 'wanted',
  orderId: null,
  subItemId: null,
  refused: null,
});

/** Lines for a request whose indexes begin anew. */
export const freshLines = (request: PurchaseRequest): Line[] =>
  request.cargoParamList.map((_, line) => freshLine(line));

/** The orders that hold a line, or a part of it, and count: not those whose lines are bought again. */
const holdersOf = (state: PurchaseState, line: number): { orderId: string; subItemId: string | null }[] =>
  state.orders.flatMap(({ orderId, lines, rebought }) =>
    rebought
      ? []
      : lines.flatMap((own) => (own.line === line ? [{ orderId, subItemId: own.subItemId }] : [])),
  );

const holderOf = (state: PurchaseState, line: number) => holdersOf(state, line)[0];

/** Sets the phase of lines. One that is to be bought, or not at all, stands in no order, unless in part. */
export function moveLines(
  state: PurchaseState,
  lines: readonly number[],
  phase: Line['phase'],
  refused?: string,
): void {
  for (const line of state.lines) {
    if (!lines.includes(line.line)) continue;
    line.phase = phase;
    // What was refused and is given up stays named.
    line.refused = refused ?? (phase === 'dropped' ? line.refused : null);
    if (phase === 'wanted' || phase === 'dropped') {
      const held = holderOf(state, line.line);
      line.orderId = held?.orderId ?? null;
      line.subItemId = held?.subItemId ?? null;
    }
  }
}

export const linesIn = (state: PurchaseState, phase: Line['phase']): number[] =>
  state.lines.filter((line) => line.phase === phase).map((line) => line.line);

/** The request with just what each line still wants: what is previewed, created and looked for. */
export function requestToBuy(state: PurchaseState): PurchaseRequest {
  const parts = state.lines.filter(({ quantity }) => quantity !== undefined);
  if (parts.length === 0) return state.request;
  const cargoParamList = state.request.cargoParamList.map((cargo, index) => {
    const quantity = parts.find(({ line }) => line === index)?.quantity;
    return quantity === undefined ? cargo : { ...cargo, quantity };
  });
  return { ...state.request, cargoParamList };
}
