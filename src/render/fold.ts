/** What a line that goes on begins with, so that it is not read as another one. */
const INDENT = '  ';

/** A text as lines of at most so many columns, broken between words where that is possible: commands are read off them. */
export function fold(text: string, columns: number): readonly string[] {
  const room = Math.max(columns - INDENT.length, 1);
  const [first = '', ...others] = text.split(/\s+/).reduce<readonly string[]>((lines, word) => {
    const open = lines.at(-1);
    const joined = open === undefined ? word : `${open} ${word}`;
    const isFirst = lines.length <= 1;
    if (joined.length <= (isFirst ? columns : room)) return [...lines.slice(0, -1), joined];
    return [...lines, ...pieces(word, room)];
  }, []);
  return [first, ...others.map((line) => INDENT + line)];
}

/** Clauses as lines of their own, where they do not fit on one: a command that ends one can be copied whole. */
export function foldClauses(text: string, columns: number): readonly string[] {
  return text.length <= columns ? [text] : text.split('; ').flatMap((clause) => fold(clause, columns));
}

/** A word that is longer than a line, in as many as it needs. */
function pieces(word: string, size: number): readonly string[] {
  const count = Math.max(Math.ceil(word.length / size), 1);
  return Array.from({ length: count }, (_, index) => word.slice(index * size, (index + 1) * size));
}
