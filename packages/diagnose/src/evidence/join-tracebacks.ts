import type { Traceback } from '../facts.ts';
import {
  continues,
  type Draft,
  isShutdownNoise,
  newStream,
  type Stream,
  stripPrefix,
} from './traceback-stream.ts';
import { CHAIN_MARKERS, IGNORED_MARKERS, matchException, TRACEBACK_HEAD } from './traceback-syntax.ts';

// processes that write into one log at once (ranks, workers)
const MAX_STREAMS = 256;
// distinct tracebacks kept; an evaluation that fails alike in each episode folds into one
const MAX_TRACEBACKS = 500;
// a state dict of 20,000 tensors, each mismatched, still fits
const MAX_MESSAGE_LINES = 25_000;
// other processes' lines inside a traceback, before it is given up as cut off
const MAX_FOREIGN_LINES = 200;
const MAX_FRAMES = 1_100; // Python's own recursion limit is 1,000

/** Joins the lines of tracebacks, each process's apart. Feed it every line while `busy`, else those that may begin one. */
export class TracebackJoiner {
  private readonly streams = new Map<string, Stream>();
  private readonly drafts: Draft[] = [];
  private readonly known = new Map<string, Draft>();
  private active = 0;
  /** Distinct tracebacks beyond the limit. */
  dropped = 0;

  get busy(): boolean {
    return this.active > 0;
  }

  /** Returns whether the line belongs to a traceback. */
  line(text: string, number: number): boolean {
    const head = text.indexOf(TRACEBACK_HEAD);
    if (head >= 0) {
      this.begin(this.streamOf(text.slice(0, head)), number);
      return true;
    }
    for (const marker of IGNORED_MARKERS) {
      const at = text.indexOf(marker);
      if (at < 0) continue;
      this.streamOf(text.slice(0, at)).link = 'ignored';
      this.count();
      return true;
    }
    let bare: Stream | undefined;
    for (const stream of this.streams.values()) {
      if (stream.prefix === '') bare = stream;
      else {
        const stripped = stripPrefix(stream, text);
        if (stripped !== undefined) return this.feed(stream, stripped, number);
      }
    }
    return bare !== undefined && this.feed(bare, text, number);
  }

  finish(): Traceback[] {
    for (const stream of this.streams.values()) this.close(stream);
    return this.drafts.map(({ message, link, ...draft }) => ({
      ...draft,
      message: message.join('\n'),
      secondary: link !== undefined,
      ...(link === undefined ? {} : { link }),
    }));
  }

  private streamOf(prefix: string): Stream {
    // a progress bar without its newline stands before the first line only
    const own = /%\||it\/s|s\/it/.test(prefix) ? '' : prefix;
    let stream = this.streams.get(own);
    if (!stream) {
      if (this.streams.size >= MAX_STREAMS) for (const old of this.streams.values()) this.close(old);
      if (this.streams.size >= MAX_STREAMS) this.streams.clear();
      stream = newStream(own);
      this.streams.set(own, stream);
    }
    return stream;
  }

  private begin(stream: Stream, line: number): void {
    const link = stream.link;
    this.close(stream);
    stream.draft = {
      line,
      endLine: line,
      exception: '',
      message: [],
      frames: [],
      link,
      repeated: 1,
      caught: false,
    };
    stream.phase = 'frames';
    stream.foreign = 0;
    this.count();
  }

  /** Returns whether the stream took the line. */
  private feed(stream: Stream, text: string, number: number): boolean {
    switch (stream.phase) {
      case 'maybe':
      case 'frames':
        return this.feedFrame(stream, text, number);
      case 'message': {
        const draft = stream.draft!;
        if (text.trim() === '') stream.phase = 'after';
        else if (continues(draft, text) && draft.message.length < MAX_MESSAGE_LINES) {
          draft.message.push(text);
          draft.endLine = number;
        } else return this.plain(stream, text);
        return true;
      }
      default:
        return this.plain(stream, text);
    }
  }

  private feedFrame(stream: Stream, text: string, number: number): boolean {
    const draft = stream.draft!;
    const frame = /^\s+(?:\| )?File "(.+)", line (\d+)(?:, in (.+))?$/.exec(text);
    if (frame || /^\s/.test(text)) {
      if (frame && draft.frames.length < MAX_FRAMES)
        draft.frames.push({ file: frame[1]!, line: Number(frame[2]), function: frame[3] ?? '' });
      if (frame) stream.candidate = undefined;
      draft.endLine = number;
      return true;
    }
    const exception = matchException(text);
    if (exception?.sure || (exception && stream.candidate === undefined && draft.frames.length > 0)) {
      stream.candidate = { exception: exception.name, message: exception.message, line: number };
      if (exception.sure) this.except(stream, number);
      else stream.phase = 'maybe';
      return true;
    }
    if (stream.candidate) {
      this.except(stream, stream.candidate.line);
      return this.feed(stream, text, number);
    }
    if (++stream.foreign > MAX_FOREIGN_LINES) this.close(stream);
    return false;
  }

  private except(stream: Stream, line: number): void {
    const draft = stream.draft!;
    draft.exception = stream.candidate!.exception;
    draft.message = [stream.candidate!.message];
    draft.endLine = line;
    stream.candidate = undefined;
    stream.phase = 'message';
  }

  /** A line outside of the traceback: a chain marker, nothing, or proof that the program went on. */
  private plain(stream: Stream, text: string): boolean {
    if (text.trim() === '') return stream.phase !== 'idle';
    const marker = CHAIN_MARKERS.find(([words]) => text.includes(words));
    this.close(stream);
    if (marker) {
      stream.link = marker[1];
      this.count();
      return true;
    }
    if (isShutdownNoise(text)) return false;
    for (const draft of stream.waiting) draft.caught = true;
    stream.waiting = [];
    stream.link = undefined;
    this.count();
    return false;
  }

  /** Files the traceback that is being read, folded with an equal one. */
  private close(stream: Stream): void {
    if (stream.candidate) this.except(stream, stream.candidate.line);
    const draft = stream.draft;
    stream.draft = undefined;
    stream.phase = 'idle';
    stream.link = undefined;
    if (draft) {
      if (draft.exception === '') draft.exception = 'unknown';
      const key = JSON.stringify([draft.exception, draft.message, draft.frames, draft.link]);
      const twin = this.known.get(key);
      if (twin) twin.repeated++;
      else if (this.drafts.length >= MAX_TRACEBACKS) this.dropped++;
      else {
        this.known.set(key, draft);
        this.drafts.push(draft);
      }
      stream.waiting.push(twin ?? draft);
    }
    this.count();
  }

  private count(): void {
    this.active = 0;
    for (const { phase, waiting, link } of this.streams.values())
      if (phase !== 'idle' || waiting.length > 0 || link !== undefined) this.active++;
  }
}
