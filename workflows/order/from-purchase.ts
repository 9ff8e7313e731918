import type { Command } from '../../contract/index.ts';
import { cny } from '../money-text.ts';
import { sendPauseMs } from '../pauses.ts';
import { note } from '../timeline.ts';
import type { Vocabulary } from '../words.ts';
import { wantAbort, wantCancel } from './commands.ts';
import type { FromPurchase, OrderState } from './state.ts';
import { tryNow } from './take-look.ts';

/** What each word of a purchase can't do without. */
export const FROM_PURCHASE: Vocabulary<FromPurchase> = {
  hold: { held: 'object' },
  release: { by: 'string' },
  cancel: { by: 'string' },
  abort: { by: 'string' },
  handover: { how: 'string', ceilingFen: 'number', sends: 'number' },
  join: { purchaseId: 'string', workflowId: 'string' },
};

/** Takes a purchase's word, and says as which command it wakes the run. */
export function takeFromPurchase(
  state: OrderState,
  word: Exclude<FromPurchase, { type: 'join' }>,
  now: number,
): Command {
  state.revision += 1;
  switch (word.type) {
    case 'hold':
      state.held = word.held;
      note(state.timeline, now, 'hold', 'with its purchase', word.held.by);
      return 'hold';
    case 'release':
      state.held = null;
      note(state.timeline, now, 'release', 'with its purchase', word.by);
      return 'release';
    case 'cancel':
      wantCancel(state, word.by, now);
      return 'cancel';
    case 'abort':
      wantAbort(state, word.by, word.atOnce);
      return 'abort';
    case 'handover':
      state.payer = 'order';
      // Until now nobody could tell this run to try again.
      tryNow(state);
      state.ceilingFen = word.ceilingFen;
      state.pay.sent += word.sends;
      // After an unknown submit the order is read, and a debit that shows late gets its time.
      if (word.how === 'order' && word.sends > 0) state.pay.notBefore = now + sendPauseMs(state.pay.sent);
      if (word.how === 'link') state.pay.link = word.payUrl ?? null;
      if (word.how === 'refused') state.pay.refused = word.message ?? 'refused in a batch payment';
      // A link asks a person and refused says all; the other two are read before anything else happens.
      if (word.how === 'paid' || word.sends > 0) state.looks.wanted += 1;
      note(state.timeline, now, 'handover', `${word.how}, ceiling ${cny(word.ceilingFen)}`);
      return 'retry';
  }
}
