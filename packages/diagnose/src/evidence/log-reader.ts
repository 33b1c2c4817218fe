import type { LoadErrorFact, LogEvent, LogFact, RateFact } from '../facts.ts';
import { TracebackJoiner } from './join-tracebacks.ts';
import { LOAD_ERROR, type LogPatterns } from './log-patterns.ts';
import { parseLoadError } from './parse-load-error.ts';
import { parseRate } from './parse-rate.ts';
import type { LineHandler } from './scan-lines.ts';
import { isTeardown } from './traceback-syntax.ts';

// events of one pattern; a loop that warns each step is told by its first lines and the count
const MAX_EVENTS = 1_000;
// a quoted line: enough for a reader, not for a state dict
const MAX_TEXT = 2_000;
// a state dict of 20,000 tensors, each mismatched
const MAX_PRINTED_LINES = 25_000;
// task rates: LIBERO-90 and some
const MAX_RATES = 200;

// a rank, a clock and a level in any of their usual orders: `[rank0]: `, `2026-03-01 06:02:13,016 - INFO - `, `[1,0]<stderr>:`
const LOG_PREFIX =
  /^(?:\[(?:rank|default)\d+\]:\s?|\[\d+,\d+\]<std\w+>:\s?|\(\w+ pid=\d+(?:, ip=[\d.]+)?\)\s|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?[\s:-]*|(?:\[?(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL)\]?)(?::[\w.]*:|[\s:|-]+))+/;

/** Takes the interesting lines of one log, in order, and makes its facts of them. */
export class LogReader implements LineHandler {
  private readonly joiner = new TracebackJoiner();
  private readonly events: { -readonly [K in keyof LogEvent]: LogEvent[K] }[] = [];
  private readonly counts = new Map<string, number>();
  private readonly rates: RateFact[] = [];
  private readonly printed: { line: number; endLine: number; lines: string[] }[] = [];
  private printing = false;
  private last: { text: string; number: number; from: number } = { text: '', number: 0, from: 0 };
  private checkpoint: string | undefined;

  constructor(private readonly patterns: LogPatterns) {}

  get wantsAll(): boolean {
    return this.joiner.busy || this.printing;
  }

  line(text: string, number: number): void {
    this.matchEvents(text, number);
    const joined = this.joiner.line(text, number);
    if (this.continuePrinted(text, number, joined)) return;
    if (joined) return;
    const at = text.indexOf(LOAD_ERROR);
    if (at >= 0) {
      this.printed.push({ line: number, endLine: number, lines: [text.slice(at)] });
      this.printing = true;
    }
    const rate = parseRate(text, number);
    if (rate) this.addRate(rate);
    this.checkpoint ??= /checkpoint['"]?(?: from)?\s*[:=]\s*['"]?(?:.*[\\/])?([^\\/\s'",]+\.\w+)/i.exec(
      text,
    )?.[1];
  }

  private matchEvents(text: string, number: number): void {
    const { last } = this;
    if (last.text === text && number - last.number <= 1) {
      for (const event of this.events.slice(last.from)) event.repeated++;
      last.number = number;
      return;
    }
    this.last = { text, number, from: this.events.length };
    const bare = text.replace(LOG_PREFIX, '');
    for (const { id, contains, regex } of this.patterns.uses) {
      if (!text.includes(contains)) continue;
      const match = regex.exec(text) ?? regex.exec(bare);
      if (!match) continue;
      const count = (this.counts.get(id) ?? 0) + 1;
      this.counts.set(id, count);
      if (count > MAX_EVENTS) continue;
      const groups = Object.fromEntries(
        Object.entries(match.groups ?? {}).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      );
      this.events.push({
        line: number,
        text: text.trim().slice(0, MAX_TEXT),
        repeated: 1,
        pattern: id,
        groups,
      });
    }
  }

  /** A load error that somebody printed: its lines are indented by a tab. */
  private continuePrinted(text: string, number: number, joined: boolean): boolean {
    if (!this.printing) return false;
    const block = this.printed.at(-1)!;
    if (joined || !text.startsWith('\t') || block.lines.length >= MAX_PRINTED_LINES) {
      this.printing = false;
      return false;
    }
    block.lines.push(text);
    block.endLine = number;
    return true;
  }

  private addRate(rate: RateFact): void {
    // running totals replace each other: only the last one is a result
    const before = this.rates.at(-1);
    if (before?.overall && rate.overall) this.rates.pop();
    if (this.rates.length < MAX_RATES) this.rates.push(rate);
  }

  finish(path: string, lines: number, cut: number): LogFact {
    const joined = this.joiner.finish();
    const covered = joined.map(({ line, endLine }) => endLine - line + 1);
    const tracebacks = joined.map((traceback, i) => {
      const inside = covered.slice(i + 1).reduce((sum, count) => sum + count, 0);
      const teardown = isTeardown(traceback, lines - traceback.endLine - inside);
      return teardown ? { ...traceback, secondary: true } : traceback;
    });
    const loadErrors: LoadErrorFact[] = [];
    for (const { line, endLine, lines: text } of this.printed)
      loadErrors.push(toLoadError(line, endLine, text.join('\n'), undefined));
    for (const { line, endLine, message } of tracebacks) {
      const at = message.indexOf(LOAD_ERROR);
      if (at < 0) continue;
      const first = endLine - message.slice(at).split('\n').length + 1;
      loadErrors.push(toLoadError(first, endLine, message.slice(at), line));
    }
    const remarks: string[] = [];
    if (cut > 0) remarks.push(`${cut} lines were too long and were read in part`);
    if (this.joiner.dropped > 0)
      remarks.push(`${this.joiner.dropped} more distinct tracebacks were left out`);
    for (const [id, count] of this.counts)
      if (count > MAX_EVENTS) remarks.push(`${id}: ${count} lines, the first ${MAX_EVENTS} kept`);
    return {
      path,
      lines,
      events: this.events,
      tracebacks,
      loadErrors: loadErrors.sort((a, b) => a.line - b.line),
      rates: this.rates,
      checkpoint: this.checkpoint,
      remarks,
    };
  }
}

function toLoadError(
  line: number,
  endLine: number,
  message: string,
  traceback: number | undefined,
): LoadErrorFact {
  return { line, endLine, message, traceback, truncated: parseLoadError(message)?.truncated ?? true };
}
