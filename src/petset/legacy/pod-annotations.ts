import { setIn } from '../json-edit.js';
import { type AnnotationRow, droppedRow, mapAt, offsetsOf, readHeld, textRow } from './annotations.js';
import { CONTAINERS } from './shapes.js';

const CONVERSION = 'pkg/api/v1/conversion.go (1.5), Convert_v1_Pod_To_api_Pod';
const KUBELET = 'pkg/kubelet/kubelet_pods.go (1.5), GeneratePodHostNameAndDomain';

/** As the API server of then decoded a pod: what the annotation says replaces `spec.initContainers`, whatever that says. */
function initContainers(annotation: string, unless?: string): AnnotationRow {
  return {
    annotation,
    source: CONVERSION,
    today: 'spec.initContainers',
    ...(unless !== undefined && { unless }),
    translate: ({ object, value }) => {
      const held = readHeld(value, CONTAINERS);
      if ('complaints' in held) return held;
      if (held.value === null) return { dropped: 'it says null' };
      const became = ['spec', 'initContainers'];
      const present = mapAt(object, ['spec']).initContainers;
      return {
        object: setIn(object, became, held.value),
        became,
        besides: present === undefined ? '' : ', and took the place of those that were there',
        fromText: [{ at: became, offsetOf: offsetsOf(held) }],
      };
    },
  };
}

const STATUS = 'what became of containers is no wish; a server writes it into status.initContainerStatuses';

/** Annotations of pods that are about what runs in them and what they are called; those that are read first come first. */
export const POD_ROWS: readonly AnnotationRow[] = [
  initContainers('pod.beta.kubernetes.io/init-containers'),
  initContainers('pod.alpha.kubernetes.io/init-containers', 'pod.beta.kubernetes.io/init-containers'),
  droppedRow('pod.beta.kubernetes.io/init-container-statuses', CONVERSION, STATUS),
  droppedRow('pod.alpha.kubernetes.io/init-container-statuses', CONVERSION, STATUS),
  textRow({ annotation: 'pod.beta.kubernetes.io/hostname', source: KUBELET }, ['spec', 'hostname'], 'field'),
  textRow(
    { annotation: 'pod.alpha.kubernetes.io/hostname', source: KUBELET, unless: 'pod.beta.kubernetes.io/hostname' },
    ['spec', 'hostname'],
    'field',
  ),
  textRow({ annotation: 'pod.beta.kubernetes.io/subdomain', source: KUBELET }, ['spec', 'subdomain'], 'field'),
  textRow(
    { annotation: 'pod.alpha.kubernetes.io/subdomain', source: KUBELET, unless: 'pod.beta.kubernetes.io/subdomain' },
    ['spec', 'subdomain'],
    'field',
  ),
  droppedRow(
    'kubernetes.io/created-by',
    'pkg/controller/controller_utils.go (1.7)',
    'controllers wrote it; today it is metadata.ownerReferences, which they write themselves',
  ),
];
