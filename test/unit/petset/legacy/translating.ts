import { formatFieldError } from '../../../../src/petset/field-error.js';
import type { Json } from '../../../../src/petset/kubernetes.js';
import type { Draft } from '../../../../src/petset/legacy/draft.js';
import { translateLegacy, type TranslateOptions } from '../../../../src/petset/legacy/translate.js';

export type Annotations = Readonly<Record<string, Json>>;

/** A pod with these annotations. */
export function pod(annotations: Annotations, spec: Record<string, Json> = {}): Json {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', annotations }, spec };
}

/** A set of 1.3 that leaves nothing out. */
export function petSet(spec: Record<string, Json> = {}, annotations: Annotations = {}): Json {
  return {
    apiVersion: 'apps/v1alpha1',
    kind: 'PetSet',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' }, annotations }, spec: { containers: [] } },
      ...spec,
    },
  };
}

export function told(document: Json, options: TranslateOptions = {}): readonly string[] {
  return translateLegacy(document, options).translations.map((each) => each.told);
}

export function errorsOf(document: Json, options: TranslateOptions = {}): readonly string[] {
  return translateLegacy(document, options).errors.map(formatFieldError);
}

export function translate(document: Json, options: TranslateOptions = {}): Draft {
  return translateLegacy(document, options);
}
