import { parseBool } from './go-bool.js';

/**
 * Whether the brake is off, by the annotation `pod.alpha.kubernetes.io/initialized`: where it is missing, or true to Go's
 * strconv.ParseBool. What does not parse counts as false, as the PetSet controller had it.
 */
export function isInitialized(annotation: string | undefined): boolean {
  return annotation === undefined || parseBool(annotation) === true;
}
