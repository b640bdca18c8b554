/** What a program says when it does not do what it was told to: it ends with that. */
export class Refused extends Error {
  readonly code: number;

  constructor(words: string, code = 1) {
    super(words);
    this.code = code;
  }
}
