/** What leaves the place where it stands, thrown. */

/** `exit`: ends the shell. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** `return`: ends the function. */
export class Return extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`return ${code}`);
    this.code = code;
  }
}

/** `break` and `continue`, of so many loops. */
export class LoopJump extends Error {
  readonly isBreak: boolean;
  readonly levels: number;

  constructor(isBreak: boolean, levels: number) {
    super(isBreak ? 'break' : 'continue');
    this.isBreak = isBreak;
    this.levels = levels;
  }
}
