import type { PodSpec, PodTemplate, Toleration, TopologySpreadConstraint } from '../petset/kubernetes.js';
import { selectorQuery } from '../petset/selector.js';
import { containersLines } from './containers.js';
import { annotationLines, pairLines, sortedBy, titled } from './described.js';
import { escapeTerminal } from './escape.js';
import { volumesLines } from './volumes.js';

/**
 * A pod template as kubectl describes it, a line each, with kubectl's own tabs. What the template leaves to the server is
 * shown as the server fills it in. Source: kubectl pkg/describe/describe.go, DescribePodTemplate.
 */
export function podTemplateLines({ metadata = {}, spec }: PodTemplate): readonly string[] {
  const { labels, annotations = {} } = metadata;
  const hasAnnotations = Object.keys(annotations).length > 0;
  return [
    'Pod Template:',
    ...pairLines('  Labels', labels),
    ...(hasAnnotations ? annotationLines('  Annotations', annotations) : []),
    ...(spec.serviceAccountName ? [`  Service Account:\t${spec.serviceAccountName}`] : []),
    ...(spec.initContainers?.length ? containersLines('Init Containers', spec.initContainers) : []),
    ...containersLines('Containers', spec.containers),
    ...volumesLines(spec.volumes ?? []),
    ...spreadLines(spec.topologySpreadConstraints ?? []),
    ...placementLines(spec),
  ].map(escapeTerminal);
}

function spreadLines(constraints: readonly TopologySpreadConstraint[]): readonly string[] {
  if (constraints.length === 0) return [];
  const [first, ...rest] = titled(
    '  Topology Spread Constraints',
    sortedBy(constraints, ({ topologyKey }) => topologyKey).map(spreadWords),
  );
  return [first ?? '', ...rest.map((line) => `  ${line}`)];
}

function spreadWords({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }: TopologySpreadConstraint): string {
  const selector = labelSelector && ` for selector ${selectorQuery(labelSelector) || '<none>'}`;
  return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector ?? ''}`;
}

function placementLines({ priorityClassName, nodeSelector, tolerations = [] }: PodSpec): readonly string[] {
  return [
    ...(priorityClassName ? [`  Priority Class Name:\t${priorityClassName}`] : []),
    ...pairLines('  Node-Selectors', nodeSelector),
    ...titled('  Tolerations', sortedBy(tolerations, ({ key = '' }) => key).map(tolerationWords)),
  ];
}

function tolerationWords({ key = '', value = '', effect = '', operator, tolerationSeconds }: Toleration): string {
  const taint = `${key}${value && `=${value}`}${effect && `:${effect}`}`;
  const exists = operator === 'Exists' && value === '' ? `${taint && ' '}op=Exists` : '';
  return `${taint}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
}
