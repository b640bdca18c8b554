import { type Event, parseEvents, YAMLException } from 'js-yaml';

/**
 * The events of a text, and the text that they are of: one whose lines have the same numbers, and more white space at the
 * start where js-yaml wants a quoted text, or a list in brackets, to be indented more than what it belongs to.
 * Kubernetes' own parser does not care (go-yaml's scanner looks at indentation outside of them alone), and the manifests of 2016
 * close the JSON of an annotation at the column of its key:
 *
 *     pod.alpha.kubernetes.io/init-containers: '[
 *         {"name": "install"}
 *     ]'
 *
 * In what is read that white space is folded away.
 */
export function parseAsGoDoes(text: string, fileName: string): { readonly events: Event[]; readonly source: string } {
  const lines = text.split('\n');
  for (;;) {
    const source = lines.join('\n');
    try {
      return { events: parseEvents(source, { filename: fileName }), source };
    } catch (error) {
      const line = deficientLine(error);
      if (line === undefined) throw error;
      lines[line] = ` ${lines[line] ?? ''}`;
    }
  }
}

/** The line that is not indented enough, if that is what is wrong. */
function deficientLine(error: unknown): number | undefined {
  return error instanceof YAMLException && error.reason === 'deficient indentation' ? error.mark?.line : undefined;
}
