import { Failure } from '../petset/failure.js';
import { type FieldError, type FieldPath, formatFieldError } from '../petset/field-error.js';

/** Everything that is wrong with a document, a line each, with file and line. */
export function documentFailure(errors: readonly FieldError[], where: (path: FieldPath) => string): Failure {
  return new Failure(errors.map((error) => `error: ${where(error.path)}: ${formatFieldError(error)}`).join('\n'));
}
