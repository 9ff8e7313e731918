import type { Asked } from './action.ts';
import { EXIT } from './exit-codes.ts';
import { reading } from './session.ts';
import { parseTarget, runOf } from './target.ts';
import { type RunView, runText } from './text/run-text.ts';

const TIMELINE_SHOWN = 10;

/** Prints the view of one run, with its open orders as of now. */
export async function show(asked: Asked<{ all?: boolean | undefined }>): Promise<number> {
  const { shell, args, options, json } = asked;
  const target = parseTarget(args[0] ?? '');
  const view = await reading(asked, (orders): Promise<RunView> => runOf(orders, target).view());
  const timeline = options.all === true ? Number.MAX_SAFE_INTEGER : TIMELINE_SHOWN;
  shell.out(json ? `${JSON.stringify(view)}\n` : runText(view, { timeline }));
  return EXIT.done;
}
