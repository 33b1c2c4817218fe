/** Python's spellings of strings and numbers inside the text opcodes, read exactly as CPython's `_pickle` reads them. */

const LIMITS = {
  /** Digits of a decimal integer. CPython 3.11 refuses more, since conversion takes quadratic time. */
  digits: 4300,
};

/** One character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 with surrogates let through (`surrogatepass`), as BINUNICODE is written. Undefined where it is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, surrogates = true): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return surrogates ? decodeWithSurrogates(bytes) : undefined;
  }
}

function decodeWithSurrogates(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at + 2 < bytes.length; at++) {
    // ED A0..BF xx: a lone surrogate, U+D800 to U+DFFF
    if (bytes[at] !== 0xed || bytes[at + 1]! < 0xa0 || bytes[at + 1]! > 0xbf || bytes[at + 2]! >> 6 !== 2)
      continue;
    const before = decodeUtf8(bytes.subarray(from, at), false);
    if (before === undefined) return undefined;
    const unit = 0xd000 | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f);
    parts.push(before, String.fromCharCode(unit));
    from = at + 3;
    at += 2;
  }
  const rest = decodeUtf8(bytes.subarray(from), false);
  return rest === undefined ? undefined : parts.join('') + rest;
}

const INTEGER =
  /^[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|[1-9](?:_?[0-9])*|0(?:_?0)*)$/;

/** `isspace` of C; what stands behind a NUL is invisible to the C functions that parse. */
function trim(text: string): string {
  return text.replace(/\0.*$/s, '').replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
}

/** `int(text, 0)`, LONG. Undefined where CPython raises. */
export function parseInteger(text: string): bigint | undefined {
  const trimmed = trim(text);
  return INTEGER.test(trimmed) ? toBigInt(trimmed) : undefined;
}

/** INT: `strtol` has a try before `int(text, 0)`, so `010` is eight. Undefined where CPython raises. */
export function parseShortInteger(text: string): bigint | undefined {
  const octal = /^[ \t\n\v\f\r]*([+-]?)0([0-7]+)$/.exec(text);
  const value = octal ? BigInt(`0o${octal[2]}`) : undefined;
  // beyond a C long strtol gives up
  if (value === undefined || value >= 1n << 63n) return parseInteger(text);
  return octal![1] === '-' ? -value : value;
}

/** `int(text, 10)`: the index of PUT and GET. */
export function parseDecimal(text: string): bigint | undefined {
  const trimmed = trim(text);
  if (!/^[+-]?[0-9](?:_?[0-9])*$/.test(trimmed)) return undefined;
  return toBigInt(trimmed.replace(/^([+-]?)0(?:_?0)*_?(?=[0-9])/, '$1'));
}

function toBigInt(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const body = text.replace(/^[+-]/, '').replaceAll('_', '');
  if (/^[0-9]+$/.test(body) && body.length > LIMITS.digits) return undefined;
  return negative ? -BigInt(body) : BigInt(body);
}

/** `PyOS_string_to_double`: no spaces, no underscores, no hexadecimal. Undefined where CPython raises. */
export function parseFloat64(line: string): number | undefined {
  const text = line.replace(/\0.*$/s, '');
  if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  if (!/^[+-]?inf(?:inity)?$/i.test(text)) return undefined;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const ESCAPES: Record<string, number> = {
  '\\': 92,
  "'": 39,
  '"': 34,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/** The body of a bytes literal (`PyBytes_DecodeEscape`). `text` holds one character a byte. */
export function decodeBytesEscapes(text: string): Uint8Array | undefined {
  const out = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '\\') {
      out[length++] = text.charCodeAt(at);
      continue;
    }
    at++;
    if (at === text.length) return undefined;
    const letter = text[at]!;
    const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3));
    if (octal) {
      out[length++] = Number.parseInt(octal[0], 8) & 255;
      at += octal[0].length - 1;
    } else if (letter === 'x') {
      const digits = text.slice(at + 1, at + 3);
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) return undefined;
      out[length++] = Number.parseInt(digits, 16);
      at += 2;
    } else if (letter in ESCAPES) out[length++] = ESCAPES[letter]!;
    else if (letter !== '\n') {
      // an escape that Python does not know stays as it is, backslash included
      out[length++] = 92;
      out[length++] = letter.charCodeAt(0);
    }
  }
  return out.slice(0, length);
}

/** `raw-unicode-escape`: Latin-1 with \uXXXX and \UXXXXXXXX. Undefined where CPython raises. */
export function decodeRawUnicode(text: string): string | undefined {
  let broken = false;
  const decoded = text.replace(/\\(?:u(.{0,4})|U(.{0,8})|(.))/gs, (whole, four, eight, other) => {
    if (other !== undefined) return whole;
    const digits: string = four ?? eight;
    const point = Number.parseInt(digits, 16);
    const complete = /^[0-9a-fA-F]+$/.test(digits) && digits.length === (four === undefined ? 8 : 4);
    if (!complete || point > 0x10ffff) {
      broken = true;
      return '';
    }
    return String.fromCodePoint(point);
  });
  return broken ? undefined : decoded;
}
