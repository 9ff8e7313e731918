/** Maps with at most `width` calls out at a time; the answers stand in the order of the items. The first error ends it. */
export async function mapBounded<T, R>(
  items: readonly T[],
  width: number,
  map: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const answers = new Map<number, R>();
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    // All lanes take from one iterator.
    for (const [index, item] of queue) answers.set(index, await map(item, index));
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return [...answers].sort(([a], [b]) => a - b).map(([, answer]) => answer);
}
