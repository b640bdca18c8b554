import type { ApiError } from '../cluster/api-error.js';
import type { GateFailure } from './gates.js';
import type { View } from './set-watch.js';
import type { Obstacle, Step } from './step.js';

/**
 * How a reconciliation ended:
 * - `settled`: all is as the record wants it
 * - `gone`: the record is no longer there, as at the end of a clean-up
 * - `stuck`: something is in the way that will not go by itself
 * - `refused`: the server refuses a step, or to be watched
 * - `held-up`: a pet was not let pass at a gate
 * - `vain`: somebody else reconciles the set, or has begun to, and does not know our gates
 * - `stopped`: by the signal
 */
export type Outcome =
  | { readonly kind: 'settled'; readonly view: View }
  | { readonly kind: 'gone' }
  | { readonly kind: 'stuck'; readonly obstacle: Obstacle; readonly view: View }
  | {
      readonly kind: 'refused';
      readonly error: ApiError;
      readonly view: View | undefined;
      /** What it was that the server would not do; nothing where that is to be watched. */
      readonly step?: Step;
    }
  | { readonly kind: 'held-up'; readonly failure: GateFailure; readonly view: View }
  | { readonly kind: 'vain'; readonly holder: string; readonly view: View | undefined }
  | { readonly kind: 'stopped'; readonly view: View | undefined };
