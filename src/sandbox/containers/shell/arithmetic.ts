/** A calculation that does not read. */
export class ArithmeticFault extends Error {}

const TOKEN = /\s*(\d+|[A-Za-z_]\w*|<=|>=|==|!=|&&|\|\||[-+*/%()<>!])/y;

/** Binary operators, those that bind least first. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

const APPLY: Readonly<Record<string, (a: number, b: number) => number>> = {
  '||': (a, b) => Number(a !== 0 || b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / divisor(b)),
  '%': (a, b) => a % divisor(b),
};

/** The value of `$((...))`, in whole numbers. */
export function calculate(text: string, read: (name: string) => string): number {
  const tokens = tokensOf(text);
  let at = 0;
  const primary = (): number => {
    const token = tokens[at];
    at += 1;
    if (token === '-') return -primary();
    if (token === '+') return primary();
    if (token === '!') return Number(primary() === 0);
    if (token === '(') {
      const value = level(0);
      at += 1;
      if (tokens[at - 1] !== ')') throw new ArithmeticFault('arithmetic syntax error');
      return value;
    }
    if (token === undefined || !/^\w+$/.test(token)) throw new ArithmeticFault('arithmetic syntax error');
    const value = /^\d/.test(token) ? token : read(token).trim();
    if (!/^-?\d*$/.test(value)) throw new ArithmeticFault('arithmetic syntax error');
    return /^0\d+$/.test(value) ? parseInt(value, 8) : Number(value);
  };
  const level = (depth: number): number => {
    const operators = LEVELS[depth];
    if (operators === undefined) return primary();
    let value = level(depth + 1);
    for (let token = tokens[at]; token !== undefined && operators.includes(token); token = tokens[at]) {
      at += 1;
      value = APPLY[token]?.(value, level(depth + 1)) ?? 0;
    }
    return value;
  };
  if (tokens.length === 0) return 0;
  const value = level(0);
  if (at < tokens.length) throw new ArithmeticFault('arithmetic syntax error');
  return value;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const found = TOKEN.exec(text.slice(0, end))?.[1];
    if (found === undefined) throw new ArithmeticFault('arithmetic syntax error');
    tokens.push(found);
  }
  return tokens;
}

function divisor(b: number): number {
  if (b === 0) throw new ArithmeticFault('divide by zero');
  return b;
}
