import { isJsonObject } from '../../contract/plain-json.ts';
import { type OperationName, type Outcome, operations, refusalInside } from '../../pandapon/index.ts';
import { EXIT, OUTCOME_EXIT } from '../exit-codes.ts';

/** What a call came to, for a person: how the command ends, and a sentence where there is something to say. */
export interface Verdict {
  exitCode: number;
  sentence: string | null;
}

/** Judges an outcome, the second success flag inside the data included (docs/reference/platform.md, "Envelope"). */
export function verdictOf(name: OperationName, outcome: Outcome<unknown>): Verdict {
  const exitCode = OUTCOME_EXIT[outcome.kind];
  switch (outcome.kind) {
    case 'done':
      return insideOf(name, outcome.data);
    case 'refused': {
      const request = outcome.requestId === null ? '' : ` (request ${outcome.requestId})`;
      const sentence = `${name}: refused, nothing was done: ${outcome.code} ${outcome.message}${request}`;
      return { exitCode, sentence };
    }
    case 'credentials':
      return {
        exitCode,
        sentence: `${name}: ${outcome.code} ${outcome.message}: the platform refuses key, signature, clock or user id; look at PANDAPON_ACCESS_KEY, PANDAPON_ACCESS_SECRET, PANDAPON_USER_ID and PANDAPON_TIMESTAMP_UNIT, or ask "orders doctor"`,
      };
    case 'not-sent':
      return {
        exitCode,
        sentence: `${outcome.message}: nothing was done, make the same call again${after(outcome.retryAfterSeconds)}`,
      };
    case 'unknown': {
      const advice =
        operations[name].effect === 'effect'
          ? 'it may have been done or not; look before you send it again'
          : 'make the same call again';
      return { exitCode, sentence: `${outcome.message}: ${advice}${after(outcome.retryAfterSeconds)}` };
    }
  }
}

const after = (seconds: number | null): string => (seconds === null ? '' : ` after ${seconds} s`);

/** Answers of one thing, or of several of which some may be refused. */
function insideOf(name: OperationName, data: unknown): Verdict {
  const parts = (Array.isArray(data) ? data : [data]).filter(isJsonObject);
  const refusals = parts.map(refusalIn).filter((refusal) => refusal !== null);
  const [first] = refusals;
  if (first === undefined) return paidOf(data);
  const all = refusals.length === parts.length;
  const many = parts.length > 1 ? `${refusals.length} of ${parts.length} ` : '';
  return {
    exitCode: all ? EXIT.refused : EXIT.partly,
    sentence: `${name}: ${many}refused: ${first.code} ${first.message}`,
  };
}

function refusalIn(part: Record<string, unknown>): { code: string; message: string } | null {
  const text = (member: string): string | null => {
    const value = part[member];
    return typeof value === 'string' ? value : null;
  };
  return refusalInside({
    success: part['success'] === false ? false : null,
    errorCode: text('errorCode'),
    errorMsg: text('errorMsg'),
    errorInfo: text('errorInfo'),
  });
}

/** What pay calls say beside their success flag (docs/reference/platform.md, "Payment"). */
function paidOf(data: unknown): Verdict {
  const { protocolPaySuccess, payFailureOrderList } = isJsonObject(data) ? data : {};
  if (Array.isArray(payFailureOrderList) && payFailureOrderList.length > 0)
    return {
      exitCode: EXIT.partly,
      sentence: `${payFailureOrderList.length} of the orders could not be paid`,
    };
  if (protocolPaySuccess !== false) return { exitCode: EXIT.done, sentence: null };
  const sentence = 'the answer says "not paid", which may be wrong: only alibaba.order.detail tells';
  return { exitCode: EXIT.done, sentence };
}
