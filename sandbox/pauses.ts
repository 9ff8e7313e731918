/** Waits that all end at once when the sandbox closes. */
export class Pauses {
  readonly #ends = new Set<() => void>();
  #ended = false;

  wait(milliseconds: number): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#ends.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.#ends.add(end);
    });
  }

  end(): void {
    this.#ended = true;
    for (const end of this.#ends) end();
  }
}
