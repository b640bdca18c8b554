import type { RuntimeClass } from '../../model/drivers.js';
import type { Server } from '../request/request.js';
import { forbidden } from '../status/api-error.js';
import { podOf } from './plugin.js';
import type { Plugin } from './plugin.js';

const classOf = ({ store }: Server, name: string): RuntimeClass | undefined =>
  store.collection('runtimeclasses.node.k8s.io').get('', name) as RuntimeClass | undefined;

/**
 * RuntimeClass: refuses pods that name a class that is not there, and those that claim what only a class
 * can say; a class adds to its pods what it says (kubernetes plugin/pkg/admission/runtimeclass).
 */
export const RUNTIME_CLASS: Plugin = {
  mutateNew: (server, request, draft) => {
    const spec = podOf(request, draft)?.spec;
    if (spec?.runtimeClassName === undefined) return;
    const found = classOf(server, spec.runtimeClassName);
    if (found === undefined) {
      const words = `pod rejected: RuntimeClass "${spec.runtimeClassName}" not found`;
      throw forbidden(request.kind, draft.metadata.name, words);
    }
    const { overhead, scheduling } = found;
    if (overhead?.podFixed !== undefined) spec.overhead = overhead.podFixed;
    if (scheduling?.nodeSelector !== undefined) {
      spec.nodeSelector = { ...spec.nodeSelector, ...scheduling.nodeSelector };
    }
    if (scheduling?.tolerations !== undefined) {
      spec.tolerations = [...(spec.tolerations ?? []), ...scheduling.tolerations];
    }
  },
  checkCreate: (server, request, object) => {
    const spec = podOf(request, object)?.spec;
    if (spec?.overhead === undefined) return;
    if (classOf(server, spec.runtimeClassName ?? '')?.overhead !== undefined) return;
    const words = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';
    throw forbidden(request.kind, object.metadata.name, words);
  },
};
