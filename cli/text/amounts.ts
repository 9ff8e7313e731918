import { fenToYuan } from '../../pandapon/index.ts';

/** Fen as people read them: `CNY 23.00`. */
export const cny = (fen: number): string => `CNY ${fenToYuan(fen)}`;
