/**
 * A Python expression of numbers, texts and conditions, as configs of Diffusion Policy have them behind `${eval:…}`:
 * `2 if True or False else 20 + 2`. Undefined for anything else: there are no names and no calls here.
 */
export function evaluateArithmetic(text: string): ArithmeticValue | undefined {
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.length > LIMITS.tokens || tokens.join('').length !== text.replace(/\s/g, '').length)
    return undefined;
  const reader = new Reader(tokens);
  const value = reader.conditional();
  return reader.done ? value : undefined;
}

export type ArithmeticValue = number | boolean | string | null;

const LIMITS = {
  /** The longest expression among the repository's configs has 12. */
  tokens: 200,
};

// a quoted text has no blanks here, so that what was passed over can be told
const TOKEN = /\d+\.?\d*|[A-Za-z]+|==|!=|<=|>=|\/\/|[-+*/%()<>]|"[^"\s]*"|'[^'\s]*'/g;
const WORDS: Readonly<Record<string, ArithmeticValue>> = { True: true, False: false, None: null };

/** Python's operators that take numbers; a wrong operand makes all of it undefined. */
const BINARY: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - Math.floor(a / b) * b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};
const LEVELS: readonly (readonly string[])[] = [
  ['==', '!=', '<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '//', '%'],
];

type Read = ArithmeticValue | undefined;

class Reader {
  #at = 0;
  readonly #tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  conditional(): Read {
    const value = this.#either();
    if (!this.#take('if')) return value;
    const condition = this.#either();
    if (!this.#take('else')) return undefined;
    const otherwise = this.conditional();
    return condition === undefined ? undefined : condition ? value : otherwise;
  }

  #either(): Read {
    let value = this.#both();
    while (this.#take('or')) {
      const other = this.#both();
      value = value === undefined ? undefined : value || other;
    }
    return value;
  }

  #both(): Read {
    let value = this.#negation();
    while (this.#take('and')) {
      const other = this.#negation();
      value = value === undefined ? undefined : value && other;
    }
    return value;
  }

  #negation(): Read {
    if (!this.#take('not')) return this.#binary(0);
    const value = this.#negation();
    return value === undefined ? undefined : !value;
  }

  #binary(level: number): Read {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let value = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((each) => this.#take(each));
      if (operator === undefined) return value;
      value = apply(operator, value, this.#binary(level + 1));
    }
  }

  #unary(): Read {
    if (!this.#take('-')) return this.#atom();
    const value = this.#unary();
    return typeof value === 'number' ? -value : undefined;
  }

  #atom(): Read {
    const token = this.#tokens[this.#at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const value = this.conditional();
      return this.#take(')') ? value : undefined;
    }
    if (/^["']/.test(token)) return token.slice(1, -1);
    return /^\d/.test(token) ? Number(token) : Object.hasOwn(WORDS, token) ? WORDS[token] : undefined;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

function apply(operator: string, a: Read, b: Read): Read {
  if (a === undefined || b === undefined) return undefined;
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  return typeof a === 'number' && typeof b === 'number' ? BINARY[operator]!(a, b) : undefined;
}
