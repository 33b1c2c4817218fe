// C0 (newline kept), C1, and the characters that reorder text or end lines unseen: a hostile name could rewrite the
// screen with them.
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Control characters made visible (`\x1b`, `\u202e`). Newlines stay. */
export function makeSafe(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/** JSON in which no string can reach a terminal raw; `JSON.stringify` escapes C0 alone. The value is the same. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A name or value from a file, on one line, without our style marks. */
export function safeLine(text: string): string {
  return makeSafe(text.replace(/[\ue000-\uf8ff]/g, '?').replaceAll('\n', '\\n'));
}
