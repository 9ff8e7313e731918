/** Choices of a random run, read from a tape of numbers: when it ends everything goes well. */
export class Tape {
  private at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  get isOver(): boolean {
    return this.at >= this.numbers.length;
  }

  /** One of the choices; the first when the tape is over. */
  pick<const T>(choices: readonly [T, ...T[]]): T {
    const number = this.numbers[this.at] ?? 0;
    this.at += 1;
    return choices[number % choices.length] ?? choices[0];
  }

  /** True once in so many times; never when the tape is over. */
  oneIn(times: number): boolean {
    return !this.isOver && this.pick(Array.from({ length: times }, (_, n) => n) as [number]) === times - 1;
  }
}
