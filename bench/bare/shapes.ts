/**
 * `one-queue`: a parent and a child with as many empty activities and signals as ours, on one queue. `same-commands`:
 * one that issues the same commands, on the same three queues, with payloads as large.
 */
export const BARE_SHAPES = ['one-queue', 'same-commands'] as const;
export type BareShape = (typeof BARE_SHAPES)[number];

export const isBareShape = (text: string): text is BareShape => BARE_SHAPES.some((shape) => shape === text);

export const BARE_QUEUE = 'bare';
