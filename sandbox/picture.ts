import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { CATALOGUE, type Product } from './catalogue.ts';

const SIDE = 32;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 8 bits a channel, red, green, blue. */
const TRUE_COLOR = [8, 2, 0, 0, 0];

/** A product's picture: a PNG whose colours follow from its id, so that each has bytes of its own. */
export function pictureOf({ offerMapId }: Pick<Product, 'offerMapId'>): Buffer {
  const colors = createHash('sha256').update(offerMapId).digest();
  const row = (y: number): number[] =>
    Array.from({ length: SIDE }, (_, x) => {
      const at = (Math.floor(x / 8) + Math.floor(y / 8)) % 8;
      return [...colors.subarray(at * 3, at * 3 + 3)];
    }).flat();
  // Each line begins with its filter: none.
  const lines = Array.from({ length: SIDE }, (_, y) => Buffer.from([0, ...row(y)]));
  const size = Buffer.alloc(8);
  size.writeUInt32BE(SIDE, 0);
  size.writeUInt32BE(SIDE, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([size, Buffer.from(TRUE_COLOR)])),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The product whose picture has these very bytes. */
export function productPictured(bytes: Uint8Array): Product | undefined {
  const wanted = hashOf(bytes);
  return CATALOGUE.find((product) => hashOf(pictureOf(product)) === wanted);
}

/** A number that follows from the bytes: what is "similar" to a picture nobody knows. */
export const numberOf = (bytes: Uint8Array): number => Number.parseInt(hashOf(bytes).slice(0, 8), 16);

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
