import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import type { LiteralScanner } from './literal-scanner.ts';

// one read; large enough that system calls do not count
const CHUNK = 1 << 20;
// a "Missing key(s)" line names every tensor of a model: 2,000 names of 100 bytes are 200 kB
const MAX_LINE = 4 << 20;

const LINE_FEED = 10;
const RETURN = 13;

export interface LineHandler {
  /** A line without its end, ANSI sequences removed. Lines count from 1. */
  line(text: string, number: number): void;
  /** True while every line is wanted, whatever it holds (inside a traceback). */
  readonly wantsAll: boolean;
}

export interface ScanResult {
  /** Lines in the file, a last one without its end included. */
  readonly lines: number;
  /** Lines longer than the limit, of which the beginning was read. */
  readonly cut: number;
}

/**
 * Streams a text file in constant memory. A lone carriage return ends a segment but not a line, so a progress bar is
 * many segments on one line and none of them is kept. Bytes that are not UTF-8 become U+FFFD. UTF-16 with a byte
 * order mark (PowerShell's `>`) is recognised.
 */
export async function scanLines(
  path: string,
  scanner: LiteralScanner,
  handler: LineHandler,
): Promise<ScanResult> {
  const state = { hit: false, start: 0, number: 1, cut: 0, dropping: false, returned: false };
  const buffer = Buffer.allocUnsafe(CHUNK * 3 + MAX_LINE);
  let filled = 0;

  const emit = (end: number) => {
    if (!state.dropping && (state.hit || handler.wantsAll))
      handler.line(cleanText(buffer.toString('utf8', state.start, end)), state.number);
  };
  /** Ends the segment at the line feed or carriage return that stands at `end`. */
  const endSegment = (end: number) => {
    const feed = buffer[end] === LINE_FEED;
    // \r\n is one end, also where the two fall into different reads
    if (!(feed && state.returned && end === state.start)) emit(end);
    if (feed) state.number++;
    state.returned = !feed;
    state.start = end + 1;
    state.hit = false;
    state.dropping = false;
  };
  /** Passes over segments that nobody wants, to the beginning of the one in which `at` lies. */
  const skipTo = (at: number) => {
    const start = lastEnd(buffer, state.start, at) + 1;
    if (start === state.start) return;
    state.number += countFeeds(buffer, state.start, start);
    state.returned = buffer[start - 1] === RETURN;
    state.start = start;
    state.hit = false;
    state.dropping = false;
  };
  const scan = (from: number) => {
    const literals = scanner.search(buffer, filled);
    let searched = Math.max(state.start, from - scanner.longest + 1);
    let ended = from;
    for (;;) {
      if (!state.hit && !handler.wantsAll) {
        const at = literals.next(Math.max(searched, state.start));
        skipTo(at);
        if (at >= filled) return;
        state.hit = true;
        searched = at;
      }
      const end = nextEnd(buffer, Math.max(ended, state.start), filled);
      if (end < 0) return;
      endSegment(end);
      ended = state.start;
    }
  };

  for await (const chunk of readChunks(path)) {
    const from = filled;
    filled += chunk.copy(buffer, filled);
    scan(from);
    if (filled - state.start > MAX_LINE) {
      if (!state.dropping) state.cut++;
      emit(state.start + MAX_LINE);
      state.dropping = true;
      state.start = filled;
    }
    buffer.copyWithin(0, state.start, filled);
    filled -= state.start;
    state.start = 0;
  }
  const unended = filled > 0 || state.dropping || state.returned;
  if (filled > 0) emit(filled);
  return { lines: state.number - (unended ? 0 : 1), cut: state.cut };
}

/** Offset of the first line feed or carriage return in `[from, end)`; -1 without one. */
function nextEnd(buffer: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) if (buffer[i] === LINE_FEED || buffer[i] === RETURN) return i;
  return -1;
}

/** Offset of the last one before `end`; `from - 1` without one. */
function lastEnd(buffer: Buffer, from: number, end: number): number {
  let i = end - 1;
  while (i >= from && buffer[i] !== LINE_FEED && buffer[i] !== RETURN) i--;
  return i;
}

function countFeeds(buffer: Buffer, from: number, end: number): number {
  const passed = buffer.subarray(from, end);
  let count = 0;
  for (let at = passed.indexOf(LINE_FEED); at >= 0; at = passed.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    // the next read goes on while this one is looked at
    let [current, other] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
    let decoder: TextDecoder | undefined;
    let pending = file.read(current, 0, CHUNK, 0);
    for (let offset = 0; ; ) {
      const { bytesRead } = await pending;
      if (bytesRead === 0) return;
      const bytes = current.subarray(0, bytesRead);
      if (offset === 0) decoder = utf16(bytes);
      offset += bytesRead;
      [current, other] = [other, current];
      pending = file.read(current, 0, CHUNK, offset);
      // CHUNK bytes of UTF-16 are at most one and a half times as many in UTF-8
      yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true }), 'utf8') : bytes;
    }
  } finally {
    await file.close();
  }
}

function utf16(head: Buffer): TextDecoder | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
  return undefined;
}

// CSI sequences (colours, cursor), OSC sequences (links, titles; ended by BEL or ST), and two-byte escapes
const ANSI = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])/g;
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/g;

/** Text as a terminal would show it: no escape sequence, no control character but the tab. */
export function cleanText(text: string): string {
  return text.replace(ANSI, '').replace(CONTROL, '');
}
