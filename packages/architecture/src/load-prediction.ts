/** What `load_state_dict` will do, and the error it will raise, in PyTorch's own words. */
export interface LoadPrediction {
  readonly loads: boolean;
  /** The whole text of the RuntimeError, byte for byte; null where nothing is raised. */
  readonly error: string | null;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly mismatched: readonly {
    readonly name: string;
    readonly checkpoint: readonly number[];
    readonly model: readonly number[];
  }[];
}
