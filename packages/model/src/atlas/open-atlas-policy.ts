import { resolve } from 'node:path';
import type { Image, Manifest } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { overrideManifest, type Policy, type PolicyOptions, type PolicyRequest } from '@plumb/policy';
import { closeAll } from '../close-all.ts';
import { describeDevice } from '../describe-device.ts';
import type { SessionOptions } from '../session.ts';
import { readWeights } from '../weights/read-weights.ts';
import { atlasManifest } from './atlas-manifest.ts';
import { type AtlasModel, type AtlasOptions, describeTraining, readAtlasModel } from './atlas-model.ts';
import { AtlasRunner } from './atlas-runner.ts';
import type { ActionStatistics, LocalModel } from './local-model.ts';
import { openTwin } from './random-twin.ts';
import { TextEncoder } from './text-encoder.ts';
import { oddities } from './variants.ts';

export interface AtlasPolicyOptions extends AtlasOptions, SessionOptions, Pick<PolicyOptions, 'manifest'> {}

/** A policy whose insides can be looked at. */
export interface AtlasPolicy extends Policy {
  readonly model: LocalModel;
}

/**
 * `atlas:CHECKPOINT`: an AtlasVLA checkpoint as a policy, run as it lies on disk. Throws what `readAtlasModel` throws, and
 * `MANIFEST_ITEM`.
 */
export async function openAtlasPolicy(path: string, options: AtlasPolicyOptions = {}): Promise<AtlasPolicy> {
  const model = await readAtlasModel(resolve(path), options);
  const text = await TextEncoder.open(model, options);
  const policy = await policyOf(model, text, `atlas:${path}`, options);
  return {
    ...policy,
    close: () => closeAll(policy.close, () => text.close()),
  };
}

async function readStatistics({ table, spec }: AtlasModel): Promise<ActionStatistics | undefined> {
  const found = await readWeights(table, spec, ['action_head'], ['action_mean', 'action_std']);
  return found && { mean: found.action_mean!, deviation: found.action_std! };
}

/** `text` is closed by its owner. */
async function policyOf(
  model: AtlasModel,
  text: TextEncoder,
  name: string,
  options: AtlasPolicyOptions,
): Promise<AtlasPolicy> {
  const statistics = await readStatistics(model);
  const { commit } = model;
  const { manifest, given } = overrideManifest(atlasManifest(model, commit), options.manifest ?? []);
  const views = manifest.cameras.length;
  const runner = await AtlasRunner.open(model, text, { ...options, views });
  const device = await describeDevice(options.device ?? 'cpu');
  let insides: Promise<AtlasRunner> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time: a session's buffers are shared. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => {});
    return next;
  };
  const step = (at: AtlasRunner, { observation }: PolicyRequest) =>
    at.step(pictures(observation.images, manifest), observation.instruction);
  return {
    name,
    manifest,
    overrides: given,
    description: describe(model, device, commit, statistics),
    maxBatch: 1,
    maxParallel: 1,
    act: (requests) =>
      inTurn(async () => {
        const answers = [];
        for (const request of requests) {
          const started = performance.now();
          try {
            const { actions } = await step(runner, request);
            answers.push({
              actions: cut(actions, model.config.actionHead.actionDim),
              inferMs: performance.now() - started,
            });
          } catch (error) {
            if (!(error instanceof PlumbError)) throw error;
            answers.push(error);
          }
        }
        return answers;
      }),
    close: () =>
      inTurn(() =>
        closeAll(
          () => runner.close(),
          // where they did not open, `features` said so
          () =>
            insides?.then(
              (opened) => opened.close(),
              () => {},
            ),
        ),
      ),
    model: {
      device,
      statistics,
      features: (request) =>
        inTurn(async () => {
          insides ??= AtlasRunner.open(model, text, { ...options, views, features: true });
          return (await step(await insides, request)).features;
        }),
      openTwin: async (seed) => {
        const twin = await openTwin(model, seed);
        const policy = await policyOf(twin.model, text, `${name} (random twin)`, options).catch(
          async (error: unknown) => {
            await twin.remove();
            throw error;
          },
        );
        return {
          ...policy,
          close: () => closeAll(policy.close, () => twin.remove()),
        };
      },
    },
  };
}

function pictures(images: PolicyRequest['observation']['images'], manifest: Manifest): Image[] {
  return manifest.cameras.map(({ camera, width, height }) => {
    const image = images[camera];
    if (image?.width === width && image.height === height) return image;
    throw new PlumbError({
      code: 'POLICY_IMAGE',
      what: `The policy was given ${image ? `${image.width} x ${image.height} pixels` : 'no picture'} of ${camera}.`,
      why: `Its patches and positions are those of ${width} x ${height} pixels.`,
      remedy: 'Prepare the observation as the manifest says (prepareObservation).',
    });
  });
}

/** [horizon, action] as the rows that a policy answers. */
function cut(actions: Float32Array, size: number): Float64Array[] {
  return Array.from({ length: actions.length / size }, (_, i) =>
    Float64Array.from(actions.subarray(i * size, (i + 1) * size)),
  );
}

function describe(
  model: AtlasModel,
  device: string,
  commit: string,
  statistics: ActionStatistics | undefined,
) {
  const neverSet =
    statistics?.mean.every((value) => value === 0) && statistics.deviation.every((value) => value === 1);
  const assumptions = [
    ...model.assumptions,
    `How the policy is run is not saved: cameras, orientation and replanning are those of the source's evaluation at ${commit}.`,
    ...(neverSet
      ? [
          'The statistics of the actions (action_mean, action_std) are still 0 and 1: they were never set, and actions are taken as they come.',
        ]
      : []),
  ];
  return {
    architecture: 'atlas-vla',
    checkpoint: model.checkpoint.path,
    languageModel: model.languageFolder,
    device,
    ...describeTraining(model.checkpoint),
    variants: model.variants.map((variant) => ({ ...variant })),
    oddities: oddities(model),
    assumptions,
  };
}
