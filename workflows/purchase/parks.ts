import type { RefusedMerchant, StuckReason } from '../../contract/index.ts';
import { note } from '../timeline.ts';
import type { BuyMerchant } from './buy.ts';
import { moveLines } from './lines.ts';
import type { ParkedMerchant, PurchaseState } from './state.ts';

/** Merchants that wait for a person while the others go on, and what the platform refused. */

/** Lets one merchant wait for a person while the others go on. */
export function parkMerchant(
  state: PurchaseState,
  merchant: Pick<BuyMerchant, 'key' | 'lines' | 'previewFen'>,
  reason: StuckReason,
  more: { message: string; candidates?: ParkedMerchant['candidates'] },
  now: number,
): void {
  state.revision += 1;
  const { key, lines, previewFen } = merchant;
  moveLines(state, lines, 'parked', reason === 'CREATE_REFUSED' ? more.message : undefined);
  state.parks.push({
    key,
    lines,
    previewFen,
    reason,
    step: 'create',
    attempts: state.n,
    message: more.message,
    candidates: more.candidates,
    since: new Date(now).toISOString(),
    revision: state.revision,
  });
  note(state.timeline, now, 'stuck', `${reason}, lines ${lines.join(', ')}`);
}

/** Lets what the platform refused to create wait for a person, and names it in the view. */
export function parkRefused(
  state: PurchaseState,
  merchant: Pick<BuyMerchant, 'key' | 'lines' | 'previewFen'>,
  code: string,
  text: string,
  now: number,
): void {
  const { key, lines } = merchant;
  parkMerchant(state, merchant, 'CREATE_REFUSED', { message: `${code} ${text}` }, now);
  tellRefused(state, { sellerOpenId: key || null, errorCode: code, errorMsg: text, lines });
}

/** What the platform refused stands in the view, and with its lines. */
export function tellRefused(state: PurchaseState, no: RefusedMerchant): void {
  state.refused.push(no);
  for (const line of state.lines)
    if (no.lines.includes(line.line)) line.refused = `${no.errorCode} ${no.errorMsg}`;
}

/** Lines that are bought again are refused no longer. */
export function forgetRefusals(state: PurchaseState, lines: readonly number[]): void {
  state.refused = state.refused.filter((no) => !no.lines.some((line) => lines.includes(line)));
  for (const line of state.lines) if (lines.includes(line.line)) line.refused = null;
}
