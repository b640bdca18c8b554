import type { Container, Pod } from '../../../model/pod.js';
import type { Behaviour } from './behaviour.js';
import { behaviourOfImage } from './image-table.js';
import type { ImageTable } from './image-table.js';
import { behaviourIn, parseScript, SCRIPT_ANNOTATION, ScriptError } from './parse-script.js';

/** What a container of a pod does: what its image says, and over that what the pod's annotation says. */
export function behaviourOf(images: ImageTable, pod: Pod, { name, image = '' }: Container): Behaviour {
  return { ...behaviourOfImage(images, image, name), ...behaviourIn(scriptOf(pod), name) };
}

/** What is wrong with a pod's script; nothing if it reads. */
export function scriptFault(pod: Pod): string | undefined {
  try {
    parseScript(scriptText(pod));
    return undefined;
  } catch (error) {
    if (error instanceof ScriptError) return error.message;
    throw error;
  }
}

/** The script of a pod as its annotation has it. */
export const scriptText = ({ metadata }: Pod): string => metadata.annotations?.[SCRIPT_ANNOTATION] ?? '';

/** A script that does not read says nothing. */
function scriptOf(pod: Pod): ReturnType<typeof parseScript> {
  return scriptFault(pod) === undefined ? parseScript(scriptText(pod)) : new Map();
}
