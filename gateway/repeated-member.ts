import { pointTo } from '../contract/plain-json.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

interface Level {
  /** Names seen so far; null in an array. */
  readonly names: Set<string> | null;
  /** The member or element that is being read. */
  at: string | number;
}

/**
 * Finds a member that stands twice in one object: parsers differ in which of the two they take, so neither is.
 *
 * @param text valid JSON
 * @returns the JSON pointer of the repeated member, or null
 */
export function repeatedMember(text: string): string | null {
  const levels: Level[] = [];
  let expectsName = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const level = levels.at(-1);
    if (char === QUOTE) {
      const end = endOfString(text, i);
      if (expectsName && level?.names) {
        const name = readName(text.slice(i, end + 1));
        level.at = name;
        if (level.names.has(name)) return pointerOf(levels);
        level.names.add(name);
        expectsName = false;
      }
      i = end;
    } else if (char === 0x7b) {
      levels.push({ names: new Set(), at: '' });
      expectsName = true;
    } else if (char === 0x5b) {
      levels.push({ names: null, at: 0 });
      expectsName = false;
    } else if (char === 0x7d || char === 0x5d) {
      levels.pop();
      expectsName = false;
    } else if (char === 0x2c && level) {
      if (typeof level.at === 'number') level.at++;
      else expectsName = true;
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
}

// names with escapes are compared by what they mean
const readName = (quoted: string): string =>
  quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);

const pointerOf = (levels: readonly Level[]): string =>
  levels.reduce((pointer, { at }) => pointTo(pointer, at), '');
