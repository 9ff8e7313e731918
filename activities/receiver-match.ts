import type { AddressParam } from '../contract/index.ts';
import type { OrderBase } from '../pandapon/index.ts';

type Receiver = OrderBase['receiverInfo'];
type Match = 'same' | 'differs' | 'not said';

/**
 * Compares the receiver of an order with the one that was sent, loosely: blanks, punctuation, full and half width, a
 * country code, the last character of an area's name and digits masked by the platform do not count. Answers null for
 * another receiver (both name and number differ), else which members differ; never a value.
 */
export function receiverMatch(receiver: Receiver, sent: AddressParam): { differs: string[] } | null {
  if (receiver == null) return { differs: ['the list does not show the receiver'] };
  const name = compare(receiver.toFullName, sent.fullName, letters);
  const number = sent.mobile
    ? compare(receiver.toMobile || receiver.toPhone, sent.mobile, digits)
    : compare(receiver.toPhone || receiver.toMobile, sent.phone, digits);
  if (name === 'differs' && number === 'differs') return null;
  const area = compareArea(receiver.toArea, sent);
  const said = {
    'name of the receiver': name,
    'mobile of the receiver': number,
    'area of the receiver': area,
  };
  return {
    differs: Object.entries(said).flatMap(([member, match]) => (match === 'differs' ? [member] : [])),
  };
}

type Normal = (text: string) => string;
/** `*` stays: the platform masks with it. */
const letters: Normal = (text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}*]/gu, '');
const digits: Normal = (text) =>
  text
    .normalize('NFKC')
    .replace(/[^\d*]/g, '')
    .replace(/^(?:00)?86(?=1)/, '');

function compare(theirs: string | null | undefined, ours: string | null | undefined, normal: Normal): Match {
  const [shown, sent] = [normal(theirs ?? ''), normal(ours ?? '')];
  if (shown === '' || sent === '') return 'not said';
  return isShownAs(shown, sent) ? 'same' : 'differs';
}

/** A run of `*` stands for any run of characters. */
function isShownAs(shown: string, sent: string): boolean {
  if (!shown.includes('*')) return shown === sent;
  const parts = shown.split(/\*+/);
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (!sent.startsWith(first) || !sent.slice(first.length).endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = sent.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= sent.length - last.length;
}

/** City and district must stand in the order's one area text, with or without 市, 区, 县 at their end. */
function compareArea(toArea: string | null | undefined, { cityText, areaText }: AddressParam): Match {
  const shown = letters(toArea ?? '');
  const parts = [cityText, areaText].map((part) => letters(part ?? '').replace(/(?<=..)[市区县]$/u, ''));
  const said = parts.filter((part) => part !== '');
  if (shown === '' || said.length === 0) return 'not said';
  return said.every((part) => shown.includes(part)) ? 'same' : 'differs';
}
