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
  const ast = node !== undefined && 'args' in node ? (node as ASTNode) : undefined;
  const start = range?.start ?? 0;
  const at = ast === undefined ? start : anchor(expression, ast);
  switch (code) {
    case 'no_such_key':
      return { at, words: `undefined field '${summary.replace(/^No such key: /, '')}'` };
    case 'unknown_variable':
      return { at: start, words: undeclared(summary.replace(/^Unknown variable: /, '')) };
    case 'no_such_overload':
      return { at, words: overload(summary.replace(/^no such overload: /, '')) };
    case 'no_matching_overload':
      return { at, words: call(/'(.*)'$/.exec(summary)?.[1] ?? '') };
    case 'invalid_condition_type':
      return { at: expression.indexOf('?', ast?.end ?? 0), words: `found no matching overload for '_?_:_' applied to '(${/'(.*)'/.exec(summary)?.[1] ?? ''}, bool, bool)'` };
    default:
      return { at, words: summary };
  }
}

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
  ...['lowerAscii', 'upperAscii', 'trim', 'replace', 'find', 'findAll', 'sum', 'min', 'max', 'isSorted', 'int', 'double'],
  ...['string', 'bool', 'bytes', 'duration', 'timestamp', 'quantity', 'ip', 'cidr', 'url', 'charAt', 'format', 'uint'],
]);

/** Where the server points at: the operator of an operation, the dot of a field, the parenthesis of a call. */
function anchor(expression: string, node: ASTNode): number {
  const { op, args, start, end } = node;
  if (op === '.' || op === '.?') return args[0].end;
  if (op === '[]' || op === '[?]') return expression.indexOf('[', args[0].end);
  if (op === 'call') return expression.indexOf('(', start);
  if (op === 'rcall') return expression.indexOf('(', args[1].end + 1);
  if (op === '?:') return expression.indexOf('?', args[0].end);
  if (!Array.isArray(args)) return start;
  const [left] = args;
  const leftEnd = typeof left === 'object' && left !== null && 'end' in left ? Number(left.end) : start;
  const at = expression.indexOf(op, leftEnd);
  return at < 0 || at > end ? start : at;
}
