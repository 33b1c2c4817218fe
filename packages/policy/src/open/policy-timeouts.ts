/** Milliseconds. */
export interface PolicyTimeouts {
  /** To connect and shake hands, each attempt. */
  readonly connect: number;
  /** For the first answer of a server: JAX and torch compile on it. */
  readonly firstAnswer: number;
  readonly answer: number;
  /** Attempts at a connection, or at a question that may be asked again, with growing waits between. */
  readonly attempts: number;
}

export const DEFAULT_TIMEOUTS: PolicyTimeouts = {
  connect: 10_000,
  firstAnswer: 300_000,
  answer: 60_000,
  attempts: 4,
};
