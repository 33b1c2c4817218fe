/** What reading remote files has cost; counted by whoever sends a request. */
export interface Traffic {
  /** Bytes of answers, without headers. */
  bytes: number;
  requests: number;
}

export const noTraffic = (): Traffic => ({ bytes: 0, requests: 0 });
