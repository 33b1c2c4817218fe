import type { LoadPrediction } from '@plumb/architecture';

/** PyTorch's "Error(s) in loading state_dict", taken apart. */
export interface LoadError {
  /** Class of the model that was loaded into. */
  readonly className: string;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly mismatched: LoadPrediction['mismatched'];
  /** Lines of other kinds: an exception while one parameter was copied, `ignore_mismatched_sizes` hints. */
  readonly other: readonly string[];
  /** Whoever printed it cut it short: the lists are a beginning. */
  readonly truncated: boolean;
}

const HEAD = /Error\(s\) in loading state_dict for ([\w.]+):/;
const KEYS = /^\s*(Missing|Unexpected) key\(s\) in state_dict: (.*)$/;
// torch 1.1 and later
const SIZES =
  /^\s*size mismatch for (.+?): copying a param with shape (?:torch\.Size\()?\[([\d, ]*)\]\)? from checkpoint, the shape in current model is (?:torch\.Size\()?\[([\d, ]*)\]\)?\./;
// torch 0.4 to 1.0
const OLD_SIZES =
  /^\s*size mismatch for (.+?): copying a param (?:of|with shape) torch\.Size\(\[([\d, ]*)\]\) from checkpoint, where the shape is torch\.Size\(\[([\d, ]*)\]\) in current model\./;

const BEGINNINGS = [
  'Missing key(s) in state_dict: "',
  'Unexpected key(s) in state_dict: "',
  'size mismatch for ',
];

/** Undefined where the message holds no such error. Order of the names is the message's own. */
export function parseLoadError(message: string): LoadError | undefined {
  const head = HEAD.exec(message);
  if (!head) return undefined;
  const missing: string[] = [];
  const unexpected: string[] = [];
  const mismatched: { name: string; checkpoint: number[]; model: number[] }[] = [];
  const other: string[] = [];
  let truncated = false;
  const lines = message
    .slice(head.index + head[0].length)
    .split('\n')
    .filter((line) => line.trim() !== '');
  for (const line of lines) {
    const keys = KEYS.exec(line);
    const sizes = SIZES.exec(line) ?? OLD_SIZES.exec(line);
    if (keys) {
      const list = keys[1] === 'Missing' ? missing : unexpected;
      for (const [, name] of keys[2]!.matchAll(/"([^"]*)"/g)) list.push(name!);
      // a whole list ends in `". `; `str(e)[:150]` does not
      if (!/"\.\s*$/.test(keys[2]!)) truncated = true;
    } else if (sizes)
      mismatched.push({ name: sizes[1]!, checkpoint: toShape(sizes[2]!), model: toShape(sizes[3]!) });
    else if (isCut(line)) truncated = true;
    else other.push(line.trim());
  }
  if (lines.length === 0) truncated = true;
  return { className: head[1]!, missing, unexpected, mismatched, other, truncated };
}

/** A line that ends before it has said anything: an ellipsis, or a part of the words that it begins with. */
function isCut(line: string): boolean {
  const text = line.trim();
  return /\.\.\.$|^size mismatch for /.test(text) || BEGINNINGS.some((words) => words.startsWith(text));
}

function toShape(text: string): number[] {
  return text.trim() === '' ? [] : text.split(',').map(Number);
}
