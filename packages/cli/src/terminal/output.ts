import { escapeJson, makeSafe } from './print-safe.ts';
import { type Progress, startProgress } from './progress.ts';
import { resolveStyle } from './style.ts';
import { widthOf } from './width.ts';

export interface OutputOptions {
  readonly json?: boolean;
  readonly redact?: boolean;
  /** false for `--no-color`. */
  readonly color?: boolean;
}

/** Where an answer goes: styled on a terminal, plain in a pipe, redacted when asked. */
export interface Output {
  readonly json: boolean;
  readonly colour: boolean;
  /** Columns to fill. */
  readonly width: number;
  readonly progress: Progress;
  /** Text of ours with values from files in it; control characters are made visible. */
  print(text: string): void;
  printJson(value: unknown): void;
  /** JSON as `printJson` prints it, for a file. */
  readonly toJson: (value: unknown) => string;
  /** Text that somebody else's tool would have printed; on a terminal its control characters are made visible. */
  printRaw(text: string): void;
  /** The same for a text from which everything was taken out already: twice would take out too much. */
  printHidden(text: string): void;
  /** Takes user names, hosts and paths out where `--redact` asks for it. */
  readonly hide: (text: string) => string;
}

// a pipe or a file has no width; a table of tensors needs about this much
const WIDTH_OF_A_FILE = 110;
const WIDEST = 140;

export function wantsColour(
  stream: { isTTY?: boolean },
  flag: boolean | undefined,
  env = process.env,
): boolean {
  if (flag === false || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

export async function createOutput(options: OutputOptions): Promise<Output> {
  const stdout = process.stdout;
  const colour = wantsColour(stdout, options.color);
  const hide = options.redact ? await loadRedact() : (text: string) => text;
  const write = (text: string) => {
    stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  const toJson = (value: unknown) => escapeJson(JSON.stringify(value, (_, item) => plainItem(item, hide), 2));
  return {
    json: options.json === true,
    colour,
    width: widthOf(stdout, { otherwise: WIDTH_OF_A_FILE, widest: WIDEST }),
    hide,
    progress: startProgress(process.stderr.isTTY === true && process.env.TERM !== 'dumb'),
    print: (text) => write(resolveStyle(makeSafe(hide(text)), colour)),
    toJson,
    printJson: (value) => write(toJson(value)),
    printHidden: (text) => write(stdout.isTTY ? makeSafe(text) : text),
    printRaw: (text) => write(stdout.isTTY ? makeSafe(hide(text)) : hide(text)),
  };
}

// JSON knows neither big integers nor NaN; a string keeps what the number was
function plainItem(item: unknown, hide: (text: string) => string): unknown {
  if (typeof item === 'bigint') return item.toString();
  if (typeof item === 'number' && !Number.isFinite(item)) return String(item);
  return typeof item === 'string' ? hide(item) : item;
}

/** One redactor a run: the same name has the same pseudonym in every text that is printed or written. */
async function loadRedact(): Promise<(text: string) => string> {
  const { createRedactor } = await import('@plumb/core');
  return createRedactor();
}
