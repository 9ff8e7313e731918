const MAX_LENGTH = 300;
/** A mainland mobile number that does not stand inside a longer number (an order id). */
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;

/**
 * A text of the platform, made fit for errors, views and logs: one line, at most 300 characters, without control
 * characters, and without phone numbers, which the platform repeats when it finds them wrong.
 * @param personal further texts to hide, such as the receiver's name and street.
 */
export function platformText(text: string, personal: readonly string[] = []): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  let shown = text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  for (const each of personal) if (each.length > 1) shown = shown.replace(wholeText(each), '***');
  shown = shown.replace(MOBILE, '***');
  return shown.length <= MAX_LENGTH ? shown : `${shown.slice(0, MAX_LENGTH - 1)}…`;
}

/** Finds a text; one of digits only where it is not a part of a longer number, such as an order id. */
function wholeText(text: string): RegExp {
  const literal = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return /^\d+$/.test(text) ? new RegExp(`(?<!\\d)${literal}(?!\\d)`, 'g') : new RegExp(literal, 'g');
}
