import { z } from 'zod';
import { type EpisodeRecord, type ProbeRecord, RUN_SCHEMA_VERSION } from './record.ts';
import type { RunSession, RunSpec } from './run-spec.ts';

const whole = z.number().int().nonnegative();
const setting = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, from: z.enum(['default', 'given']) });
const plain = z.record(z.string(), z.unknown());

// open: a policy room of a newer Plumb may say more
const manifest = z.looseObject({
  name: z.string(),
  cameras: z.array(
    z.strictObject({
      camera: z.string(),
      renderWidth: whole,
      renderHeight: whole,
      width: whole,
      height: whole,
      orientation: z.enum(['upright', 'flipped-vertical', 'flipped-horizontal', 'turned-180']),
      resize: z.enum(['none', 'tensorflow-lanczos3', 'pil-bilinear', 'pil-lanczos', 'pad-bilinear']),
      cropArea: z.number().positive().max(1),
      jpegRoundTrip: z.boolean(),
    }),
  ),
  state: z.array(z.enum(['eef-position', 'eef-axis-angle', 'eef-quaternion', 'gripper-positions'])),
  antipodes: z.enum(['as-is', 'shortest']),
  statePrecision: z.enum(['float64', 'float32-rotation', 'float32']),
  gripper: z.enum(['robosuite', 'rlds', 'closedness']),
  binariseGripper: z.enum(['none', 'sign', 'closed-from-zero']),
  clipActions: z.boolean(),
  chunk: whole.nullable(),
  replan: whole,
});

export const runSpecSchema = z.strictObject({
  suite: z.string(),
  tasks: setting(z.array(whole)),
  shard: z.strictObject({ index: whole, count: whole }).exactOptional(),
  protocol: z.strictObject({
    name: setting(z.string()),
    settleSteps: setting(whole),
    settleAction: setting(z.array(z.number())),
    horizon: setting(whole),
    replan: setting(whole),
    episodes: setting(whole),
    seed: setting(whole),
    seeding: setting(z.enum(['task', 'episode'])),
  }),
  policy: z.strictObject({ name: z.string(), manifest, overrides: plain, description: plain }),
  physics: z.strictObject({ engine: z.string(), version: z.string() }),
  look: z.number(),
  plumb: z.string(),
}) satisfies z.ZodType<RunSpec>;

const signal = z.strictObject({
  code: z.string(),
  step: whole,
  text: z.string(),
  severity: z.enum(['note', 'suspect']),
});

const episodeError = z.strictObject({ code: z.string(), what: z.string(), step: whole });

const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const episodeSchema = z.strictObject({
  suite: z.string(),
  task: whole,
  taskName: z.string(),
  episode: whole,
  initState: whole,
  seed: whole,
  instruction: z.string(),
  status: z.enum(['success', 'failure', 'error', 'cancelled']),
  steps: whole,
  questions: whole,
  actionsDigest: digest,
  stateDigest: digest,
  signals: z.array(signal),
  firstError: episodeError.exactOptional(),
  laterErrors: z.array(episodeError).exactOptional(),
  attempts: whole,
  timing: z.strictObject({
    total: z.number(),
    simulation: z.number(),
    rendering: z.number(),
    inference: z.number(),
  }),
}) satisfies z.ZodType<EpisodeRecord>;

export const sessionSchema = z.strictObject({
  started: z.string(),
  ended: z.string().exactOptional(),
  end: z.enum(['finished', 'cancelled', 'stopped', 'failed']).exactOptional(),
  note: z.string().exactOptional(),
  workers: whole,
  node: z.string(),
  plumb: z.string().exactOptional(),
  platform: z.string().exactOptional(),
  episodes: whole.exactOptional(),
}) satisfies z.ZodType<RunSession>;

export const probeSchema = z.strictObject({
  name: z.string(),
  outcome: z.enum(['pass', 'weak', 'fail', 'unknown']),
  text: z.string(),
  numbers: z.record(z.string(), z.number()),
  asked: z.string(),
  suite: z.string(),
}) satisfies z.ZodType<ProbeRecord>;

/** A whole run as JSON: what `plumb show RUN --export plumb` writes. */
export const runSchema = z.strictObject({
  schemaVersion: z.literal(RUN_SCHEMA_VERSION),
  spec: runSpecSchema,
  sessions: z.array(sessionSchema),
  episodes: z.array(episodeSchema),
  // absent where the policy was not probed
  probes: z.array(probeSchema).exactOptional(),
});

/** The published schema of a run, JSON Schema 2020-12. */
export function runJsonSchema(): unknown {
  return z.toJSONSchema(runSchema);
}
