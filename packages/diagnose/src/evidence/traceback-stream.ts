import type { Traceback } from '../facts.ts';

export type Draft = {
  line: number;
  endLine: number;
  exception: string;
  message: string[];
  frames: Traceback['frames'][number][];
  link: Traceback['link'];
  repeated: number;
  caught: boolean;
};

/** One process's share of the log: lines that begin with its prefix (`[rank1]: `, a timestamp, or nothing). */
export interface Stream {
  readonly prefix: string;
  /** The prefix with its digits free, for timestamps; undefined where the exact text must repeat. */
  readonly shape: RegExp | undefined;
  phase: 'idle' | 'frames' | 'maybe' | 'message' | 'after';
  draft: Draft | undefined;
  foreign: number;
  /** A line that may be the exception of a class with an odd name, unless frames go on after it. */
  candidate: { exception: string; message: string; line: number } | undefined;
  link: Traceback['link'];
  /** Ended here, and the program has said nothing since. */
  waiting: Draft[];
}

export function newStream(prefix: string): Stream {
  return {
    prefix,
    shape: shapeOf(prefix),
    phase: 'idle',
    draft: undefined,
    foreign: 0,
    candidate: undefined,
    link: undefined,
    waiting: [],
  };
}

/** Whether an indented or known line belongs to the message before it. */
export function continues(draft: Draft, text: string): boolean {
  if (text.startsWith('\t')) return true;
  const last = draft.message.at(-1)!;
  // indented lines are a message's own only where it announces them; else they are the program's next output
  if (/^ /.test(text)) return /[:([{,]$/.test(last.trimEnd()) || /^ {2,}/.test(last);
  return /^(?:CUDA kernel errors might|For debugging consider|Compile with `TORCH_USE_CUDA_DSA`|Please (?:use|check|see|install) |\)$)/.test(
    text,
  );
}

/** Launchers and loggers speak after every crash; that is not the program going on. */
export function isShutdownNoise(text: string): boolean {
  return /^(?:wandb: |srun: |slurmstepd: |\[\d{4}-\d\d-\d\d .*torch[./]distributed|E\d{4} |W\d{4} |={20,}|-{20,}|Root Cause|Failures:|\[\d\]:|\s+(?:time|host|rank|exitcode|error_file|traceback) +:|Segmentation fault|Killed|Aborted|make: )/.test(
    text,
  );
}

export function stripPrefix(stream: Stream, text: string): string | undefined {
  if (text.startsWith(stream.prefix)) return text.slice(stream.prefix.length);
  // an empty line loses the blanks at the end of its prefix
  if (text !== '' && text === stream.prefix.trimEnd()) return '';
  const shaped = stream.shape?.exec(text);
  if (shaped) return text.slice(shaped[0].length);
  // a clock may stand before the first line only
  const open = stream.phase !== 'idle' && stream.shape !== undefined;
  return open && /^(?:\s|$)|^[\w.]+(?:Error|Exception)\b/.test(text) ? text : undefined;
}

/** A prefix with a clock in it repeats with other digits; a rank's digits must stay. */
function shapeOf(prefix: string): RegExp | undefined {
  if (/^\s*\+ Exception Group $/.test(prefix)) return /^\s*\| /;
  if (!/\d\d:\d\d/.test(prefix)) return undefined;
  const escaped = prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\d+/g, '\\d+');
  return new RegExp(`^${escaped}`);
}
