/** Where a fact comes from. */
export type EvidenceKind =
  | 'checkpoint'
  | 'environment'
  | 'source'
  | 'log'
  | 'result'
  | 'prediction'
  | 'run'
  | 'probe';

/**
 * A fact with its place. `place` is what a reader opens: `eval.log:12`, `checkpoint.pt!language_encoder.projector.0.weight`,
 * `pip-freeze.txt:73`, `results/eval.json#task_3/episode_4`. `text` is the fact itself, quoted where it is a line.
 */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly place: string;
  readonly text: string;
}

/** `proven`: the evidence leaves no other reading. */
export type Strength = 'proven' | 'likely' | 'possible';

const ORDER: Record<Strength, number> = { proven: 0, likely: 1, possible: 2 };

/** Sorts the strongest first. */
export function compareStrength(a: Strength, b: Strength): number {
  return ORDER[a] - ORDER[b];
}

export function strongest(a: Strength, b: Strength): Strength {
  return compareStrength(a, b) <= 0 ? a : b;
}
