import type { Row } from '../kubectl/transcript.js';

/**
 * A command of a guide, and what the guide prints below it, as remarks of the row that does the same today:
 *
 *     ## guide: kubectl create -f petset.yaml
 *     ## | service "nginx" created
 *     ## ~ petset "nginx" created
 *     ## The guide errs in its second line: the set is called web.
 *     $ kubectl petset create -f petset.yaml
 *
 * Lines behind `|` are to be printed today, in their order, as far as their gist goes; those behind `~` are not, and a
 * remark says why.
 */
export interface Quote {
  readonly command: string;
  readonly printed: readonly string[];
}

export function quotesOf({ remarks }: Row): Quote[] {
  const quotes: { command: string; printed: string[] }[] = [];
  for (const remark of remarks) {
    const [, command] = /^guide: (.*)$/.exec(remark) ?? [];
    const [, line] = /^\| (.*)$/.exec(remark) ?? [];
    if (command !== undefined) quotes.push({ command, printed: [] });
    else if (line !== undefined) quotes.at(-1)?.printed.push(line);
  }
  return quotes;
}

/** Objects by kind and name, or by a name that ends in a number; what was done to them; how many are ready; a status. */
const GIST =
  /\b(?:service|petset|pod)\/[a-z]+(?:-[a-z0-9]+)*|\b[a-z]+(?:-[a-z]+)*-[0-9]+(?![\w-])|\b(?:created|deleted|edited|patched|scaled)\b|\b[0-9]+\/[0-9]+(?= )|\b(?:Pending|Running|Bound|Init:0\/1|PodInitializing)\b|^[a-z]+$/g;

/** What a line says in the words of any kubectl: today's writes `service/nginx created`, that of then `service "nginx" created`. */
export function gistOf(line: string): string {
  const today = line.replace(
    /(^|\b[a-z]+ )"(\S+)"/,
    (_, kind: string, name: string) => `${kind.trim() || 'petset'}/${name}`,
  );
  return (today.replaceAll('petset.petset.dev', 'petset').match(GIST) ?? []).join(' ');
}
