import type { ActionChunk, Manifest, Observation } from '@plumb/contract';
import type { PolicyAnswer, PreparedObservation } from '@plumb/policy';
import { finishAction, prepareObservation } from '@plumb/policy/prepare';
import type { Observed } from '@plumb/world';
import type { Asker } from '../episode/run-episode.ts';
import { startWorkerPolicy, type WorkerPolicy, type WorkerPolicyKind } from '../policy/worker-policy.ts';
import type { TaskStage } from './task-stage.ts';

/** Asks a policy that the host holds, or one beside the world, with what the manifest says on the way there and back. */
export interface Question {
  readonly stage: TaskStage;
  readonly manifest: Manifest;
  readonly instruction: string;
  /** Actions that will be executed; further ones are not converted. */
  readonly replan: number;
}

/** What a policy is shown: pictures are drawn only where its manifest names a camera. */
export function prepareFor(
  { stage, manifest, instruction }: Question,
  observed: Observed,
): PreparedObservation {
  const images: Record<string, Observation['images'][string]> = {};
  for (const { camera, renderWidth, renderHeight } of manifest.cameras)
    images[camera] = stage.draw(camera, renderWidth, renderHeight, observed);
  const observation: Observation = {
    images,
    eefPosition: observed.eefPosition,
    eefRotation: { form: 'quaternion-xyzw', value: observed.eefQuaternion },
    gripperPositions: observed.gripperPositions,
    instruction,
  };
  return prepareObservation(observation, manifest);
}

/** For a policy that the host asks: `start` and `ask` are messages to it. */
export function hostAsker(
  question: Question,
  start: () => Promise<void>,
  ask: (observation: PreparedObservation, step: number) => Promise<PolicyAnswer>,
): Asker {
  return {
    start: async () => start(),
    async ask(observed, step) {
      const started = performance.now();
      const observation = prepareFor(question, observed);
      const prepared = performance.now();
      const { actions } = await ask(observation, step);
      const inference = performance.now() - prepared;
      return { ...finish(question, actions), rendering: prepared - started, inference };
    },
  };
}

/**
 * For a policy beside the world, which acts on every step by what is true there. What its manifest wants to see is drawn as
 * often as another policy would be asked.
 */
export function workerAsker(question: Question, kind: WorkerPolicyKind, recorded?: Float64Array): Asker {
  let policy: WorkerPolicy;
  return {
    async start(observed) {
      policy = startWorkerPolicy(kind, question.stage.world, observed, recorded);
    },
    async ask(observed, step) {
      const started = performance.now();
      if (question.manifest.cameras.length > 0 && step % question.replan === 0)
        prepareFor(question, observed);
      const prepared = performance.now();
      const actions = policy.act(observed);
      const inference = performance.now() - prepared;
      return { ...finish(question, actions), rendering: prepared - started, inference };
    },
  };
}

function finish(
  { manifest, replan }: Question,
  given: ActionChunk,
): { given: ActionChunk; actions: ActionChunk } {
  return { given, actions: given.slice(0, replan).map((action) => finishAction(action, manifest)) };
}
