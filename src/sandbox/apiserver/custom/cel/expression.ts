import { EvaluationError, ParseError, TypeError } from '@marcbachmann/cel-js';
import type { Context, Environment, ParseResult } from '@marcbachmann/cel-js';

import type { Schema } from '../schema.js';
import { explain } from './explain.js';
import { baseEnvironment } from './functions.js';
import { registerSchema } from './types.js';

/** An evaluation that failed, in the words of the server. */
export class CelError extends Error {}

/** The parents of all environments: making one takes a while. */
let base: Environment | undefined;
let untyped: Environment | undefined;

const parent = (): Environment => (base ??= baseEnvironment());

const evaluating = (): Environment =>
  (untyped ??= parent().clone().registerVariable('self', 'dyn').registerVariable('oldSelf', 'dyn'));

/** Checks the expressions of one schema. */
export class Checker {
  readonly #environment: Environment;
  readonly #type: string;

  constructor(schema: Schema, isRoot: boolean) {
    this.#environment = parent().clone();
    this.#type = registerSchema(this.#environment, schema, isRoot);
    this.#environment.registerVariable('self', this.#type);
  }

  /** The type of an expression, or what is wrong with it. */
  check(expression: string, hasOptionalOld: boolean): { readonly type: string } | { readonly fault: string } {
    const environment = this.#environment.clone();
    environment.registerVariable('oldSelf', hasOptionalOld ? `optional<${this.#type}>` : this.#type);
    const { type = 'dyn', error } = environment.check(expression);
    return error === undefined ? { type } : { fault: explain(expression, error) };
  }
}

/** Reads an expression that was checked. */
export function compile(expression: string): (context: Context) => unknown {
  let parsed: ParseResult | undefined;
  return (context) => {
    try {
      parsed ??= evaluating().parse(expression);
      const value: unknown = parsed(context);
      return value;
    } catch (error) {
      throw error instanceof Error ? new CelError(told(error)) : error;
    }
  };
}

const KEY = /^No such key: /;

function told(error: Error): string {
  if (!(error instanceof EvaluationError || error instanceof TypeError || error instanceof ParseError))
    return error.message;
  const { code, summary } = error;
  if (code === 'index_out_of_bounds') return `index out of bounds: ${/index (\d+)/.exec(summary)?.[1] ?? ''}`;
  return code === 'no_such_key' ? summary.replace(KEY, 'no such key: ') : summary;
}
