import type { ActionChunk, Manifest, Observation } from '@plumb/contract';
import type { PlumbError } from '@plumb/core';

/** One question to a policy. `episode` names the episode that it belongs to, so that a policy may keep state by it. */
export interface PolicyRequest {
  readonly episode: string;
  /** Control steps of the policy so far, settle steps not counted. */
  readonly step: number;
  /** Prepared as the manifest says: images turned, cropped, resized. */
  readonly observation: PreparedObservation;
}

/** What leaves the manifest's stages and goes to the policy. */
export interface PreparedObservation {
  /** By LIBERO's camera name. */
  readonly images: Observation['images'];
  /** `[n]`, laid out as the manifest's `state` says; empty where it asks for none. */
  readonly state: Float64Array;
  readonly instruction: string;
}

export interface PolicyAnswer {
  /** As the policy gave them; the manifest's action stages come after. */
  readonly actions: ActionChunk;
  /** What the server says it took, where it says so. */
  readonly inferMs?: number;
}

/** Anything that maps an observation to an action chunk. Made by `openPolicy`; the opener closes it. */
export interface Policy {
  /** As the user named it: `openpi://host:8000`, `./my-policy.ts`. Passwords are left out. */
  readonly name: string;
  readonly manifest: Manifest;
  /** What the user changed of the manifest, by the names that `--manifest` takes; the rest is the family's own. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** What the server or checkpoint says of itself; plain JSON, kept in the run. */
  readonly description: Readonly<Record<string, unknown>>;
  /** Requests that one call of `act` may carry. 1 where the protocol has no batches. */
  readonly maxBatch: number;
  /** Calls of `act` that may be under way at once (connections are opened as needed). */
  readonly maxParallel: number;
  startEpisode?(episode: string, instruction: string): Promise<void>;
  /** One result a request, in order. An error belongs to its request alone; the promise rejects for none of them. */
  act(
    requests: readonly PolicyRequest[],
    signal?: AbortSignal,
  ): Promise<readonly (PolicyAnswer | PlumbError)[]>;
  endEpisode?(episode: string, success: boolean): Promise<void>;
  close(): Promise<void>;
}
