import type { Order, Purchase } from '../client/index.ts';
import type { Asked } from './action.ts';
import { EXIT } from './exit-codes.ts';
import { reading } from './session.ts';
import type { Shell } from './shell.ts';
import { parseTarget, runOf } from './target.ts';
import { newsLines } from './text/news.ts';
import { type RunView, runText } from './text/run-text.ts';

/** Entries of the timeline under a view that is redrawn. */
const TIMELINE_SHOWN = 12;

/** Follows one run until it has ended. */
export async function watch(asked: Asked<object>): Promise<number> {
  const target = parseTarget(asked.args[0] ?? '');
  return reading(asked, (orders) => follow(asked, runOf(orders, target)));
}

/** Shows each view of a run as it comes; 0 when it completed, 8 when it ended otherwise. */
export async function follow(
  asked: Pick<Asked<unknown>, 'shell' | 'json'>,
  run: Purchase | Order,
): Promise<number> {
  const { shell } = asked;
  const screen = screenFor(asked);
  let last: RunView | null = null;
  try {
    for await (const view of run.watch({ signal: shell.stopped })) {
      screen.show(view, last);
      last = view;
    }
  } finally {
    screen.close(last);
  }
  if (last?.closedAt == null) return EXIT.interrupted;
  return last.stage === 'completed' ? EXIT.done : EXIT.partly;
}

/** Where views are shown, one after the other. */
interface Screen {
  show(view: RunView, before: RunView | null): void;
  /** Leaves the last view where it can be read. */
  close(last: RunView | null): void;
}

function screenFor({ shell, json }: Pick<Asked<unknown>, 'shell' | 'json'>): Screen {
  if (json) return { show: (view) => shell.out(`${JSON.stringify(view)}\n`), close: () => {} };
  if (shell.drawable) return drawn(shell);
  return {
    show: (view, before) =>
      shell.out(
        newsLines(before, view)
          .map((line) => `${line}\n`)
          .join(''),
      ),
    close: () => {},
  };
}

const text = (view: RunView): string => runText(view, { timeline: TIMELINE_SHOWN });

/** The terminal's second screen, without line wrap: a redraw never scrolls, and the first screen is left as it was. */
const ENTER = '\u001b[?1049h\u001b[?7l';
const LEAVE = '\u001b[?7h\u001b[?1049l';
const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

function drawn(shell: Shell): Screen {
  return {
    show(view, before) {
      if (before === null) shell.out(ENTER);
      const lines = text(view).trimEnd().split('\n');
      // One row is left for the sentence below.
      const fitting = lines.slice(0, Math.max(1, (shell.rows ?? 24) - 2));
      const foot = view.closedAt === null ? 'Ctrl-C ends the watch, not the run.' : '';
      const rows = [...fitting, '', foot].map((line) => `${line}${CLEAR_LINE}`);
      shell.out(`${HOME}${rows.join('\n')}${CLEAR_BELOW}`);
    },
    close(last) {
      if (last !== null) shell.out(`${LEAVE}${text(last)}`);
    },
  };
}
