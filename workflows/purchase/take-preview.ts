import type { PreviewResult } from '../../activities/types.ts';
import type { EffectEnd } from '../effect-end.ts';
import { cny } from '../money-text.ts';
import { note } from '../timeline.ts';
import { openLines } from './buy.ts';
import { forgetRefusals, tellRefused } from './parks.ts';
import type { PurchaseState } from './state.ts';
import { takeTrouble } from './trouble.ts';

/** What the platform says that it will cost. A refusal stops the whole purchase: nothing was sent. */

/** Takes the end of a `preview` task. */
export function takePreview(state: PurchaseState, end: EffectEnd<PreviewResult>, now: number): void {
  const { buy } = state;
  if (buy === null || end.kind === 'not-started') return;
  if (end.kind === 'lost')
    return takeTrouble(state, 'preview', { kind: 'unavailable', message: end.message }, now);
  const result = end.value;
  switch (result.kind) {
    case 'previewed': {
      state.trouble = null;
      forgetRefusals(state, openLines(buy));
      const open = buy.merchants.filter(({ phase }) => phase === 'open');
      for (const merchant of open) {
        const priced = result.merchants.find((answer) => (answer.sellerOpenId ?? '') === merchant.key);
        // A sole merchant may be answered without its name.
        const sole = open.length === 1 ? result.merchants[0] : undefined;
        merchant.previewFen = (priced ?? sole)?.previewFen ?? 0;
        state.previews[merchant.key] = merchant.previewFen;
      }
      const sum = open.reduce((total, merchant) => total + merchant.previewFen, 0);
      buy.phase = 'create';
      buy.refused = [];
      note(state.timeline, now, 'previewed', `${cny(sum)}, ${open.length} merchant(s)`);
      return;
    }
    case 'refused':
      state.trouble = null;
      buy.phase = 'preview-refused';
      buy.refused = result.refused;
      buy.noes += 1;
      forgetRefusals(state, openLines(buy));
      for (const no of result.refused) tellRefused(state, no);
      note(
        state.timeline,
        now,
        'preview-refused',
        result.refused.map((merchant) => merchant.errorCode).join(', '),
      );
      return;
    case 'credentials':
    case 'unavailable':
      takeTrouble(state, 'preview', result, now);
  }
}
