import type { Evidence } from '@plumb/contract';
import { parseLoadError } from '../evidence/parse-load-error.ts';
import type { Facts, LoadErrorFact, LogFact } from '../facts.ts';
import { fromPrediction, quote } from './look-up-facts.ts';

export interface Mismatch {
  readonly name: string;
  readonly checkpoint: readonly number[];
  readonly model: readonly number[];
}

/** A load of a state dict that raised, or will raise, whoever says so. */
export interface LoadFailure {
  /** `observed`: a log holds it. `predicted`: it follows from checkpoint, environment and source. */
  readonly from: 'observed' | 'predicted';
  /** Class in "Error(s) in loading state_dict for …"; undefined where only single lines were kept. */
  readonly model: string | undefined;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly mismatched: readonly Mismatch[];
  /** The lists are not whole: the printer cut the message short. */
  readonly truncated: boolean;
  /** A tensor's name leads to the line that tells of it; without one the place is where the message begins. */
  readonly evidence: (text: string, tensor?: string) => Evidence;
}

/** The one line in which PyTorch tells of a shape; used by every cause that asks for shapes in a log. */
export const SIZE_MISMATCH =
  /size mismatch for (?<name>\S+): copying a param with shape torch\.Size\(\[(?<checkpoint>[\d, ]*)\]\) from checkpoint, the shape in current model is torch\.Size\(\[(?<model>[\d, ]*)\]\)/;

const shape = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .filter((n) => n.trim() !== '')
    .map(Number);

export function readMismatch(groups: Readonly<Record<string, string | undefined>>): Mismatch {
  return {
    name: groups.name ?? '',
    checkpoint: shape(groups.checkpoint),
    model: shape(groups.model),
  };
}

function lineOfMismatch(message: string, tensor: string | undefined): number {
  if (tensor === undefined) return 0;
  const lines = message.split('\n');
  return Math.max(
    0,
    lines.findIndex((line) => line.includes(`size mismatch for ${tensor}:`)),
  );
}

function fromLoadError(log: LogFact, error: LoadErrorFact): LoadFailure {
  const told = parseLoadError(error.message);
  return {
    from: 'observed',
    model: told?.className,
    missing: told?.missing ?? [],
    unexpected: told?.unexpected ?? [],
    mismatched: told?.mismatched ?? [],
    truncated: error.truncated || (told?.truncated ?? true),
    evidence: (text, tensor) => ({
      kind: 'log',
      place: `${log.path}:${error.line + lineOfMismatch(error.message, tensor)}`,
      text: quote(text),
    }),
  };
}

/** A log that was cut down to the lines themselves, without "Error(s) in loading state_dict for …" above them. */
function fromSingleLines(log: LogFact): LoadFailure[] {
  if (log.loadErrors.length > 0) return [];
  const events = log.events.filter((e) => e.pattern === 'load/shapes-differ#size-mismatch');
  if (events.length === 0) return [];
  return [
    {
      from: 'observed',
      model: undefined,
      missing: [],
      unexpected: [],
      mismatched: events.map((e) => readMismatch(e.groups)),
      truncated: true,
      evidence: (text) => ({ kind: 'log', place: `${log.path}:${events[0]!.line}`, text: quote(text) }),
    },
  ];
}

/** Observed failures first. A message that a traceback repeats after it was printed is told once. */
export function loadFailures(facts: Facts): LoadFailure[] {
  const observed = facts.logs.flatMap((log) => {
    const whole = log.loadErrors.filter((e) => !e.truncated);
    const errors = whole.length > 0 ? whole : log.loadErrors;
    const distinct = errors.filter(
      (e, i) => errors.findIndex((o) => o.message.trim() === e.message.trim()) === i,
    );
    return [...distinct.map((e) => fromLoadError(log, e)), ...fromSingleLines(log)];
  });
  const predicted = facts.loads
    .filter((load) => load.error !== null)
    .map(
      (load): LoadFailure => ({
        from: 'predicted',
        model: parseLoadError(load.error ?? '')?.className,
        missing: load.missing,
        unexpected: load.unexpected,
        mismatched: load.mismatched,
        truncated: false,
        evidence: (text) => fromPrediction(load, text),
      }),
    );
  return [...observed, ...predicted];
}

export function tellMismatch({ name, checkpoint, model }: Mismatch): string {
  return `${name}: [${checkpoint.join(', ')}] in the checkpoint, [${model.join(', ')}] in the model`;
}
