/**
 * A text of somebody else (a note, a label, a seller's message) fit for one line of a terminal: no line breaks, no
 * control characters, no escape sequences that would draw over what we print, nothing that turns the line around.
 */
export const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();

/** The same, cut to so many characters. */
export function cut(text: string, length: number): string {
  const line = [...oneLine(text)];
  return line.length <= length ? line.join('') : `${line.slice(0, length - 1).join('')}…`;
}
