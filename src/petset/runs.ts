interface Run {
  readonly from: number;
  /** The first one that is no part of it. */
  readonly to: number;
}

/** Whole numbers most of which follow one another: what is between them is found without a look at each. */
export class Runs {
  private readonly runs: Run[] = [];

  add(number: number): void {
    const index = this.indexAfter(number);
    const [before, after] = [this.runs[index - 1], this.runs[index]];
    if (before !== undefined && number < before.to) return;
    const joinsBefore = before?.to === number;
    const joinsAfter = after?.from === number + 1;
    const run = { from: joinsBefore ? before.from : number, to: joinsAfter ? after.to : number + 1 };
    this.runs.splice(index - Number(joinsBefore), Number(joinsBefore) + Number(joinsAfter), run);
  }

  delete(number: number): void {
    const index = this.indexAfter(number) - 1;
    const run = this.runs[index];
    if (run === undefined || number >= run.to) return;
    const left = [
      { from: run.from, to: number },
      { from: number + 1, to: run.to },
    ];
    this.runs.splice(index, 1, ...left.filter(({ from, to }) => from < to));
  }

  /** The numbers that are none of them, from 0 up to this one, which is left out. */
  *missing(end: number): Generator<number> {
    let next = 0;
    for (const { from, to } of this.runs) {
      for (; next < Math.min(from, end); next++) yield next;
      next = to;
    }
    for (; next < end; next++) yield next;
  }

  /** Of the first run that begins after a number. */
  private indexAfter(number: number): number {
    let [from, to] = [0, this.runs.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.runs[middle]?.from ?? 0) <= number) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
