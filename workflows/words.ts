import { isObject } from './refusal.ts';

/** What other runs say to a run by signal. Anybody can send a signal from the Temporal UI: one that is no word of ours must not stop the run. */

type Kind = 'string' | 'number' | 'boolean' | 'object';

/** The members that each word of a kind can't do without. */
export type Vocabulary<Word extends { type: string }> = Readonly<
  Record<Word['type'], Readonly<Record<string, Kind>>>
>;

/** Whether a signal's body is one of these words. */
export function isWord<Word extends { type: string }>(
  body: unknown,
  vocabulary: Vocabulary<Word>,
): body is Word {
  if (!isObject(body)) return false;
  const type = body['type'];
  const row = Object.entries<Readonly<Record<string, Kind>>>(vocabulary).find(([word]) => word === type);
  return (
    row !== undefined &&
    Object.entries(row[1]).every(([name, kind]) => body[name] !== null && typeof body[name] === kind)
  );
}
