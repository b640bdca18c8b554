import { forbidden } from '../status/api-error.js';
import { podOf } from './plugin.js';
import type { Plugin } from './plugin.js';

/**
 * RuntimeClass: refuses pods that name a class, of which none is served here, and those that claim what only a class
 * can say (kubernetes plugin/pkg/admission/runtimeclass).
 */
export const RUNTIME_CLASS: Plugin = {
  mutateNew: (_server, request, draft) => {
    const name = podOf(request, draft)?.spec.runtimeClassName;
    if (name === undefined) return;
    throw forbidden(request.kind, draft.metadata.name, `pod rejected: RuntimeClass "${name}" not found`);
  },
  checkCreate: (_server, request, object) => {
    if (podOf(request, object)?.spec.overhead === undefined) return;
    const words = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';
    throw forbidden(request.kind, object.metadata.name, words);
  },
};
