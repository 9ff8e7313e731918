import type { Asked } from './action.ts';
import { EXIT } from './exit-codes.ts';
import { readJson } from './json-input.ts';
import { warnOfPlainPayloads, writing } from './session.ts';
import { cny } from './text/amounts.ts';
import { UsageError } from './usage-error.ts';
import { follow } from './watch.ts';

interface StartOptions {
  json?: string | undefined;
  file?: string | undefined;
  watch?: boolean | undefined;
}

/** Posts a purchase and says whether it is new. */
export async function start(asked: Asked<StartOptions>): Promise<number> {
  const { shell, options, json } = asked;
  const body = await readJson(shell, options);
  if (body === undefined) throw new UsageError('give the body of the purchase by -f <file> or --json');
  return writing(asked, async (orders) => {
    const { purchase, created, view } = await orders.post(body);
    if (created) warnOfPlainPayloads(asked);
    if (options.watch === true) return follow(asked, purchase);
    if (json) shell.out(`${JSON.stringify(view)}\n`);
    else if (created) shell.out(`purchase ${view.id} is started; "orders watch ${view.id}" follows it\n`);
    else {
      const sum = view.totalFen > 0 ? `, ${cny(view.totalFen)}` : '';
      shell.out(`purchase ${view.id} was started before with this body; it is ${view.stage}${sum}\n`);
    }
    return EXIT.done;
  });
}
