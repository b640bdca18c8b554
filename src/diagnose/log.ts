import type { Diagnosis, Patient } from './diagnosis.js';

/** The end of the log of a container, where it has been read and says something. */
export function logOf({ facts }: Patient, container: string): Pick<Diagnosis, 'log'> {
  const log = facts.logs.find((each) => each.container === container && each.lines.length > 0);
  return log === undefined ? {} : { log };
}
