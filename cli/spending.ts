import type { Asked } from './action.ts';
import type { SpendingOptions } from './commands/spending.ts';
import { EXIT } from './exit-codes.ts';
import { reading, whoSays, writing } from './session.ts';
import { spendingText } from './text/spending-text.ts';
import { UsageError } from './usage-error.ts';

/** Shows the switch, or turns it and shows it then. */
export async function spending(asked: Asked<SpendingOptions>): Promise<number> {
  const { shell, args, options, json } = asked;
  const [state] = args;
  if (state === undefined && options.note !== undefined)
    throw new UsageError('--note says why spending is turned: say on or off too');
  const now =
    state === 'on' || state === 'off'
      ? await writing(asked, (orders) =>
          orders.switchSpending({ state, by: whoSays(asked), note: options.note }),
        )
      : await reading(asked, (orders) => orders.spending());
  shell.out(json ? `${JSON.stringify(now)}\n` : `${spendingText(now)}\n`);
  return EXIT.done;
}
