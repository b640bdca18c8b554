/** A piece of a document that is well-formed. */
export interface Markup {
  readonly markup: string;
}

type Attributes = Readonly<Record<string, string | number>>;

/** An element; what is given as a text in it, or as the value of an attribute, is never taken for markup. */
export function element(name: string, attributes: Attributes, ...children: readonly (Markup | string)[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const content = children.map((child) => (typeof child === 'string' ? escaped(child) : child.markup)).join('');
  const head = `${name}${written.join('')}`;
  return { markup: content === '' && VOID.has(name) ? `<${head}/>` : `<${head}>${content}</${name}>` };
}

/** Elements one after the other, each on a line of its own. */
export function lines(...pieces: readonly Markup[]): Markup {
  return { markup: pieces.map(({ markup }) => `\n${markup}`).join('') };
}

/** A style sheet of our own, which has nothing in it that would have to be escaped. */
export function styleSheet(css: string): Markup {
  return { markup: `<style>${css}</style>` };
}

/** Those that may end where they begin: an HTML parser takes any other one for open. */
const VOID: ReadonlySet<string> = new Set(['meta', 'rect', 'path', 'line']);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, and halves of characters, have no place in XML 1.0, however they are written. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, (character) => (/[\t\n]/.test(character) ? character : '\uFFFD'))
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
