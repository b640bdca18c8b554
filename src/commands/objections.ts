import { describeApiError } from '../cluster/api-error.js';
import { isUntried, type Objection } from '../controller/preflight.js';
import { type FieldPath, formatPath } from '../petset/field-error.js';
import type { Session } from './session.js';

/**
 * What a server has against a change, a line each, with the fields that are to blame. Where it could not try, because of
 * somebody else who does more than look, there is only a warning.
 */
export function objectionLines(
  objections: readonly Objection[],
  { warn }: Pick<Session, 'warn'>,
  where: (path: FieldPath) => string = formatPath,
): readonly string[] {
  const untried = objections.filter(({ error }) => isUntried(error));
  for (const { error } of untried) warn(`${describeApiError(error)}: going on without this check of the server`);
  return objections
    .filter((each) => !untried.includes(each))
    .flatMap(({ error, paths }) => [describeApiError(error), ...new Set(paths.map((path) => `  at ${where(path)}`))]);
}
