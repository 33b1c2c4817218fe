import type { Policy, PolicyRequest } from '@plumb/policy';

/** As the head multiplies and adds them, [action]. */
export interface ActionStatistics {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** What a policy that runs here can be asked beyond its actions. */
export interface LocalModel {
  readonly device: string;
  /** Undefined where the head has none. */
  readonly statistics: ActionStatistics | undefined;
  /** Hidden features of one step, by part. */
  features(request: PolicyRequest): Promise<Readonly<Record<string, Float32Array>>>;
  /** The same architecture with random weights. The opener closes it, which removes its weights from the disk. */
  openTwin(seed: number): Promise<Policy>;
}
