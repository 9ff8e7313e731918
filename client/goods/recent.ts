import { createHash } from 'node:crypto';
import { stringifyExact } from '../../pandapon/index.ts';

interface Kept<Answer> {
  until: number;
  answer: Answer;
}

export interface RecentOptions {
  /** How long an answer is good. */
  milliseconds: number;
  /** How many are kept at most; the oldest goes first. */
  most: number;
  /** A clock in milliseconds that never goes back. @default performance.now */
  now?: () => number;
}

/**
 * Asks, and answers the same question from memory for a while. A question that is under way is asked once, however
 * many want to know. Failures are not kept. Questions are kept as hashes only.
 */
export function recent<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
  { milliseconds, most, now = () => performance.now() }: RecentOptions,
): (question: Question) => Promise<Answer> {
  const kept = new Map<string, Kept<Answer>>();
  const underWay = new Map<string, Promise<Answer>>();

  const keep = (key: string, answer: Answer): void => {
    // Put in anew, it stands last: the first is the oldest.
    kept.delete(key);
    kept.set(key, { until: now() + milliseconds, answer });
    for (const [old, { until }] of kept) {
      if (kept.size <= most && until > now()) return;
      kept.delete(old);
    }
  };

  return async (question) => {
    const key = createHash('sha256').update(stringifyExact(question)).digest('base64');
    const known = kept.get(key);
    // A copy each: whoever changes a line to buy changes its own.
    if (known !== undefined && known.until > now()) return structuredClone(known.answer);
    const asked = underWay.get(key);
    if (asked !== undefined) return structuredClone(await asked);
    const asking = ask(question).then((answer) => {
      keep(key, answer);
      return answer;
    });
    underWay.set(key, asking);
    try {
      return structuredClone(await asking);
    } finally {
      underWay.delete(key);
    }
  };
}
