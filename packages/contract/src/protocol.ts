/** How episodes are run. The peers differ in every field, and each difference moves scores. */
export interface Protocol {
  readonly name: string;
  /** Steps before the policy is asked; not counted in the horizon. */
  readonly settleSteps: number;
  readonly settleAction: readonly number[];
  /** Steps after which an episode has failed. */
  readonly horizon: number;
  readonly episodes: number;
  readonly seed: number;
}
