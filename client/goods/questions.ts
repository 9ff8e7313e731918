import { z } from 'zod';
import type { Platform } from '../../contract/index.ts';
import { parseBody } from '../../contract/schemas.ts';
import { InvalidError } from '../errors.ts';

/** What can be asked about goods. */

const LIMIT_DEFAULT = 20;
/** The largest page that both platforms give (docs/reference/platform.md, "Taobao goods"). */
const LIMIT_MAX = 40;
/** Pictures of 3 MB, in base64. */
const PICTURE_MAX = 4_194_304;

const keyword = z.string().trim().min(1).max(100);
const fen = z.int().min(0).max(1_000_000_000);
const paging = {
  /** 1-40. @default 20 */
  limit: z.int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  /** `nextCursor` of the page before, with the same question. */
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,5}-[1-9]\d?$/, 'is not a cursor')
    .optional(),
};

/** Which SKU comes first. */
export const GOODS_ORDERS = ['cheapest', 'dearest'] as const;

const alibabaSearch = z.strictObject({
  keyword,
  /** The lowest price of a piece. */
  fromFen: fen.optional(),
  /** The highest. */
  toFen: fen.optional(),
  /** @default as the platform likes */
  sort: z.enum(GOODS_ORDERS).optional(),
  ...paging,
});

/** By keyword; 1688 also narrows and sorts by price. */
export const goodsSearchSchemas = {
  '1688': alibabaSearch,
  taobao: z.strictObject({ keyword, ...paging }),
} as const;

/** By a picture: plain base64, at most 3 MB of picture. */
export const goodsImageSchema = z.strictObject({
  imageBase64: z
    .string()
    .min(1)
    .max(PICTURE_MAX)
    .regex(/^[A-Za-z0-9+/\s]+={0,2}\s*$/, 'must be plain base64, without "data:...;base64," before it'),
  ...paging,
});

/** `offerMapId` of 1688, `itemId` of Taobao. */
export const goodsIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_+/=-]{1,64}$/, 'must be 1-64 of A-Z a-z 0-9 _ + / = -');

type SearchSchemas = typeof goodsSearchSchemas;

/** What to search for, by platform. */
export type GoodsSearch<P extends Platform> = z.input<SearchSchemas[P]>;
export type GoodsSearchRead<P extends Platform> = z.output<SearchSchemas[P]>;
/** A picture to search by. */
export type GoodsImage = z.input<typeof goodsImageSchema>;
export type GoodsImageRead = z.output<typeof goodsImageSchema>;

/** Reads a question. @throws InvalidError with a pointer per member that does not fit. */
export function readQuestion<T>(schema: z.ZodType<T>, question: unknown): T {
  const { ok, errors } = parseBody(schema, question);
  if (ok === undefined) throw new InvalidError('the question about goods does not fit', { errors });
  return ok;
}

/** Which page of the platform is meant. */
export interface PlatformPage {
  number: number;
  size: number;
}

/** The page of a cursor, whose size stays that of the first page; without one the first. */
export function pageIn({ limit, cursor }: { limit: number; cursor?: string | undefined }): PlatformPage {
  const [number = 1, size = limit] = cursor?.split('-').map(Number) ?? [];
  return { number, size: Math.min(size, LIMIT_MAX) };
}

/** The cursor of the page behind one; only an empty page says that there is no more. */
export const cursorBehind = ({ number, size }: PlatformPage, items: readonly unknown[]): string | null =>
  items.length === 0 ? null : `${number + 1}-${size}`;
