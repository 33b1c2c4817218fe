import { safeLine } from './print-safe.ts';

/** One line on stderr that says what takes so long. Silent where stderr is no terminal. */
export interface Progress {
  say(text: string): void;
  /** Removes the line, so that the answer starts on a clean one. */
  done(): void;
}

const SILENT: Progress = { say() {}, done() {} };

export function startProgress(enabled: boolean): Progress {
  if (!enabled) return SILENT;
  let shown = false;
  return {
    say(text) {
      const room = Math.max(20, (process.stderr.columns ?? 80) - 1);
      process.stderr.write(`\r\u001b[2K${safeLine(text).slice(0, room)}`);
      shown = true;
    },
    done() {
      if (shown) process.stderr.write('\r\u001b[2K');
      shown = false;
    },
  };
}
