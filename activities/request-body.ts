import type { AddressParam, PurchaseRequest } from '../contract/index.ts';
import { orderTag } from '../contract/index.ts';
import { parseRequest } from '../contract/schemas.ts';
import { isRequestInvalidError } from '../pandapon/index.ts';
import { linesSent, type SentLine } from './merchants.ts';

/** The code of a body that does not fit; nothing was sent. */
export const INVALID = 'INVALID';

/** What is asked of the platform, of a request: which lines, for whom. */
export interface BodyInput {
  userId: string;
  request: PurchaseRequest;
  lines: number[];
}

export type ReadBody =
  | { kind: 'fits'; request: PurchaseRequest; sent: SentLine[] }
  /** Where and why, without any value of the body. */
  | { kind: 'misfit'; message: string };

/** Reads the whole request once more, right before it is sent: a correction may have come in by the Temporal UI. */
export function readBody({ userId, request, lines }: BodyInput, tag: boolean): ReadBody {
  const parsed = parseRequest(request, { userId, tag });
  if (parsed.errors !== undefined) return misfit(parsed.errors);
  const sent = linesSent(parsed.ok.cargoParamList, lines);
  if (lines.length === 0)
    return misfit([{ pointer: '/cargoParamList', message: 'no line is left to order' }]);
  const absent = lines.find((line) => parsed.ok.cargoParamList[line] === undefined);
  if (absent !== undefined)
    return misfit([{ pointer: `/cargoParamList/${absent}`, message: 'does not exist' }]);
  return { kind: 'fits', request: parsed.ok, sent };
}

/** The pointers of a request that the platform's own schema refuses; throws any other error again. */
export function misfitOf(error: unknown): { kind: 'misfit'; message: string } {
  if (isRequestInvalidError(error)) return misfit(error.problems);
  throw error;
}

const misfit = (
  faults: readonly { pointer: string; message: string }[],
): { kind: 'misfit'; message: string } => ({
  kind: 'misfit',
  message: faults
    .slice(0, 5)
    .map(({ pointer, message }) => `${pointer || '/'} ${message}`)
    .join('; '),
});

/** The order remark: the caller's message, with the tag of this send at its end. */
export function remarkOf(message: string | null | undefined, tag: { purchaseId: string; n: number }): string {
  const mark = orderTag(tag.purchaseId, tag.n);
  return message == null || message.trim() === '' ? mark : `${message} ${mark}`;
}

/** Texts of the receiver that no message may repeat. */
export const personalTexts = ({ fullName, mobile, phone, address }: AddressParam): string[] =>
  [fullName, mobile, phone, address]
    .filter((text) => typeof text === 'string' && text.length > 1)
    .map(String);
