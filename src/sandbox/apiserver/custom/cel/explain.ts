import { ParseError } from '@marcbachmann/cel-js';
import type { ASTNode, TypeError } from '@marcbachmann/cel-js';

/** What is wrong with an expression, in the words of the server's compiler (cel-go), as far as the library tells it. */
export function explain(expression: string, error: ParseError | TypeError): string {
  const { at, words } = error instanceof ParseError ? syntax(expression, error) : type(expression, error);
  const before = expression.slice(0, at);
  const line = before.split('\n').length;
  const column = at - (before.lastIndexOf('\n') + 1);
  const text = expression.split('\n')[line - 1] ?? '';
  return `compilation failed: ERROR: <input>:${line}:${column + 1}: ${words}\n | ${text}\n | ${'.'.repeat(column)}^`;
}

interface Fault {
  readonly at: number;
  readonly words: string;
}

const EXPECTED =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

function syntax(expression: string, { summary, range }: ParseError): Fault {
  const isEnd = summary.endsWith('EOF');
  const at = isEnd ? expression.length : (range?.start ?? 0);
  const found = isEnd ? '<EOF>' : expression.charAt(at);
  return { at, words: `Syntax error: mismatched input '${found}' expecting ${EXPECTED}` };
}

function type(expression: string, { code, summary, node, range }: TypeError): Fault {
  const words = WORDS[code]?.(summary) ?? summary;
  const start = range?.start ?? 0;
  if (code === 'unknown_variable' || node === undefined || !isNode(node)) return { at: start, words };
  // Of a question that is none, the library shows the question only.
  const isQuestion = code === 'invalid_condition_type';
  return { at: isQuestion ? expression.indexOf('?', node.end) : anchor(expression, node), words };
}

const isNode = (node: object): node is ASTNode => 'op' in node && 'args' in node;

/** The words of the library, and what the server says instead. */
const WORDS: Readonly<Record<string, (summary: string) => string>> = {
  no_such_key: (summary) => `undefined field '${summary.replace(/^No such key: /, '')}'`,
  unknown_variable: (summary) => undeclared(summary.replace(/^Unknown variable: /, '')),
  no_such_overload: (summary) => overload(summary.replace(/^no such overload: /, '')),
  no_matching_overload: (summary) => call(quoted(summary)),
  invalid_condition_type: (summary) =>
    `found no matching overload for '_?_:_' applied to '(${quoted(summary)}, bool, bool)'`,
};

const quoted = (text: string): string => /'(.*)'/.exec(text)?.[1] ?? '';

const undeclared = (name: string): string => `undeclared reference to '${name}' (in container '')`;

/** `int + string`, `-string`. */
function overload(text: string): string {
  const [, left = '', operator = '', right = ''] = /^(.+) (\S+) (.+)$/.exec(text) ?? [];
  if (operator !== '') return `found no matching overload for '_${operator}_' applied to '(${left}, ${right})'`;
  return `found no matching overload for '${text.charAt(0)}_' applied to '(${text.slice(1)})'`;
}

/** `string.foo()`, `size(int)`. The library does not tell functions that are not there from those that do not fit. */
function call(text: string): string {
  const [, receiver, name = '', args = ''] = /^(?:(.+)\.)?(\w+)\((.*)\)$/.exec(text) ?? [];
  if (!KNOWN.has(name)) return undeclared(name);
  return `found no matching overload for '${name}' applied to '${receiver === undefined ? '' : `${receiver}.`}(${args})'`;
}

const KNOWN = new Set([
  ...['size', 'startsWith', 'endsWith', 'contains', 'matches', 'indexOf', 'lastIndexOf', 'substring', 'split', 'join'],
  ...[
    'lowerAscii',
    'upperAscii',
    'trim',
    'replace',
    'find',
    'findAll',
    'sum',
    'min',
    'max',
    'isSorted',
    'int',
    'double',
  ],
  ...['string', 'bool', 'bytes', 'duration', 'timestamp', 'quantity', 'ip', 'cidr', 'url', 'charAt', 'format', 'uint'],
]);

/** Where the server points at: the operator of an operation, the dot of a field, the parenthesis of a call. */
function anchor(expression: string, node: ASTNode): number {
  if (node.op === '.' || node.op === '.?') return node.args[0].end;
  if (node.op === 'call') return expression.indexOf('(', node.start);
  if (node.op === 'rcall') return expression.indexOf('(', node.args[1].end + 1);
  const at = expression.indexOf(node.op.charAt(0), endOfFirst(node));
  return at < 0 || at > node.end ? node.start : at;
}

/** Where the left one ends of what is operated on. */
function endOfFirst({ args, start }: ASTNode): number {
  const first: unknown = Array.isArray(args) ? args[0] : undefined;
  return typeof first === 'object' && first !== null && 'end' in first ? Number(first.end) : start;
}
