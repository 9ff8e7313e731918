import type { BulkResult } from '../client/index.ts';
import type { Asked } from './action.ts';
import type { BulkOptions } from './commands/bulk.ts';
import { EXIT } from './exit-codes.ts';
import { parseInstant } from './instant.ts';
import { whoSays, writing } from './session.ts';
import { idOf, parseTarget } from './target.ts';
import { table } from './text/table.ts';
import { UsageError } from './usage-error.ts';

/** Retries what was chosen and prints what became of each. */
export async function bulkRetry(asked: Asked<BulkOptions>): Promise<number> {
  const { shell, options, json } = asked;
  const { reason, all, dryRun, note, until } = options;
  const ids = options.ids?.flatMap((written) => written.split(/[\s,]+/)).filter((id) => id !== '');
  if (reason === undefined && ids === undefined && all !== true)
    throw new UsageError('say which: --reason <reason>, --ids <ids...>, or --all');
  const wanted = {
    ...{ reason, dryRun, note },
    ids: ids?.map((id) => idOf(parseTarget(id))),
    by: whoSays(asked),
    until: until === undefined ? undefined : parseInstant(until, { option: '--until', direction: 'ahead' }),
  };
  const { results } = await writing(asked, (orders) => orders.retryStuck(wanted));
  shell.out(json ? `${JSON.stringify({ results })}\n` : resultsText(results, dryRun === true));
  return results.every(({ ok }) => ok) ? EXIT.done : EXIT.partly;
}

function resultsText(results: readonly BulkResult[], dryRun: boolean): string {
  if (results.length === 0) return 'Nothing waits for that.\n';
  const columns = ['KIND', 'ID', 'RETRIED', 'CODE', 'DETAIL'].map((head) => ({ head }));
  const rows = results.map(({ kind, id, ok, code, detail }) => [
    kind,
    id,
    ok ? (dryRun ? 'would be' : 'yes') : 'no',
    code ?? '-',
    detail ?? '-',
  ]);
  const done = results.filter(({ ok }) => ok).length;
  const sum = `${done} ${dryRun ? 'would be retried' : 'retried'}, ${results.length - done} not`;
  return `${table(columns, rows)}\n${sum}\n`;
}
