import { z } from 'zod';
import { AmountError, type Fen, fenToYuan, isFen, readFen, yuanToFen } from '../money.ts';
import { leaves } from './leaves.ts';

/**
 * Amounts, converted here and nowhere else: whole fen inside, whatever the wire writes
 * (docs/reference/platform.md, "Money").
 */

const wireAmount = z.union([z.number(), z.bigint(), z.string()]);
const fenSchema = z.custom<Fen>(isFen, 'must be a whole number of fen');

type Converter = (amount: string | number | bigint) => Fen;

/** Reads by `convert`; an amount that is not a whole number of fen is a misfit, never a rounded one. */
const exactly =
  (convert: Converter) =>
  (amount: string | number | bigint, context: z.core.ParsePayload<string | number | bigint>): Fen => {
    try {
      return convert(amount);
    } catch (error) {
      if (!(error instanceof AmountError)) throw error;
      context.issues.push({ code: 'custom', input: amount, message: 'must be a whole number of fen' });
      return z.NEVER;
    }
  };

/** As `exactly`, but null for what is finer than a fen: for figures that are only shown (a unit price). */
const ifWhole =
  (convert: Converter) =>
  (amount: string | number | bigint): Fen | null => {
    try {
      return convert(amount);
    } catch (error) {
      if (!(error instanceof AmountError)) throw error;
      return null;
    }
  };

/** The number the platform would write: `23`, `19.9`. A double with two decimals prints as it was written. */
const yuanNumber = (amount: Fen): number => Number(fenToYuan(amount));

/** Yuan on the wire, fen inside. */
export const yuan = z
  .codec(wireAmount, fenSchema, { decode: exactly(yuanToFen), encode: yuanNumber })
  .register(leaves, { leaf: 'yuan' });

/** Yuan in a text such as `"633.69"` on the wire, fen inside. */
export const yuanText = z
  .codec(z.string(), fenSchema, { decode: exactly(yuanToFen), encode: fenToYuan })
  .register(leaves, { leaf: 'yuan as text' });

/** Fen on the wire, fen inside. */
export const fenAmount = z
  .codec(wireAmount, fenSchema, { decode: exactly(readFen), encode: (amount) => amount })
  .register(leaves, { leaf: 'fen' });

/** A unit price in yuan on the wire: fen inside, or null where it is finer than a fen. Never used to judge what is due. */
export const unitPrice = z
  .codec(wireAmount, fenSchema.nullable(), {
    decode: ifWhole(yuanToFen),
    encode: (amount) => (amount === null ? '' : yuanNumber(amount)),
  })
  .register(leaves, { leaf: 'unit price in yuan' });

/** As `unitPrice`, where the platform writes a text. */
export const unitPriceText = z
  .codec(wireAmount, fenSchema.nullable(), {
    decode: ifWhole(yuanToFen),
    encode: (amount) => (amount === null ? '' : fenToYuan(amount)),
  })
  .register(leaves, { leaf: 'unit price in yuan, as text' });

/** An amount whose unit nobody has published: it stays as it came, and is not to be reckoned with. */
export const unknownAmount = wireAmount.register(leaves, { leaf: 'amount, unit not published' });
