import type { ActionChunk } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { type Policy, parsePolicyAddress } from '@plumb/policy';
import type { ProbeResult, RunSpec } from '@plumb/run';
import { findPhysics, findTask, TaskOpener } from '@plumb/world';
import { runEpisode } from '../episode/run-episode.ts';
import { lookOf, rulesOf } from '../host/rules-of.ts';
import { hostAsker } from '../worker/policy-asker.ts';
import { TaskStage } from '../worker/task-stage.ts';
import { largestDifference } from './difference.ts';
import type { Moment } from './moment.ts';
import { insidesOf } from './probe-context.ts';
import type { Questioner } from './questioner.ts';

/** As AtlasVLA's debug_eval.py: two answers to one question may differ by so much. */
const DETERMINISTIC = 1e-5;

/** The report's four checks in its own words (`EVAL_DEBUG_REPORT.md`). The text has no mark; the outcome is the mark. */
export function checkLoaded(policy: Policy): ProbeResult {
  const remote = parsePolicyAddress(policy.name).url !== undefined;
  const device = insidesOf(policy)?.device ?? `${remote ? 'its server' : 'this process'} (${policy.name})`;
  return { name: 'model-loaded', outcome: 'pass', text: `Model loaded to ${device}`, numbers: {} };
}

/** The answer too, for what comes after. */
export async function checkForward(
  questioner: Questioner,
  moment: Moment,
): Promise<{ result: ProbeResult; answer?: ActionChunk; milliseconds: number }> {
  const name = 'forward-pass';
  const started = performance.now();
  try {
    const { given, actions } = await questioner.ask(moment.observation);
    const milliseconds = performance.now() - started;
    if (given.length === 0) {
      const text = 'Forward pass failed: no action came';
      return { result: { name, outcome: 'fail', text, numbers: {} }, milliseconds };
    }
    const result: ProbeResult = {
      name,
      outcome: 'pass',
      text: 'Forward pass successful',
      numbers: { actions: given.length, milliseconds },
    };
    return { result, answer: actions, milliseconds };
  } catch (error) {
    if (!(error instanceof PlumbError)) throw error;
    const text = `Forward pass failed: ${error.what} ${error.why}`;
    return { result: { name, outcome: 'fail', text, numbers: {} }, milliseconds: 0 };
  }
}

/** Two equal questions. */
export async function checkDeterminism(questioner: Questioner, moment: Moment): Promise<ProbeResult> {
  const first = await questioner.ask(moment.observation);
  const second = await questioner.ask(moment.observation);
  const noise = largestDifference(first.actions, second.actions);
  const lengths = [first.actions.length, second.actions.length];
  const sameLength = lengths[0] === lengths[1];
  const same = sameLength && noise <= DETERMINISTIC;
  return {
    name: 'determinism',
    outcome: same ? 'pass' : 'fail',
    text: same
      ? 'Actions are deterministic'
      : `Actions are not deterministic: two answers to one question differ by ${noise.toExponential(1)}${sameLength ? '' : `, and have ${lengths.join(' and ')} actions`}`,
    numbers: { difference: noise },
  };
}

/** One episode of the suite's first task. `horizon`: steps before it is given up. */
export async function checkEpisode(
  policy: Policy,
  spec: RunSpec,
  horizon: number,
  onStep?: (step: number) => void,
): Promise<ProbeResult> {
  const name = 'episode';
  const { suite } = spec;
  const rules = { ...rulesOf(spec), horizon };
  const opener = await TaskOpener.create(undefined, findPhysics(spec.physics.version));
  const cameras = policy.manifest.cameras.length > 0;
  const options = { suite, task: 0, seed: rules.seed, cameras, look: lookOf(spec) };
  const stage = await TaskStage.open(opener, options);
  try {
    const { instruction, name: taskName } = findTask(`${suite}/0`);
    const job = { suite, task: 0, taskName, instruction, episode: 0, initState: 0, attempt: 1 };
    const question = { stage, manifest: policy.manifest, instruction, replan: rules.replan };
    const asker = hostAsker(
      question,
      async () => policy.startEpisode?.('debug', instruction),
      async (observation, step) => {
        const [answer] = await policy.act([{ episode: 'debug', step, observation }]);
        if (answer instanceof Error) throw answer;
        return answer!;
      },
    );
    const hooks = { cancelled: () => false, signal: () => {}, step: (step: number) => onStep?.(step) };
    const { record, error } = await runEpisode(stage.world, stage.states, job, rules, asker, hooks);
    await policy.endEpisode?.('debug', record.status === 'success');
    const numbers = { steps: record.steps };
    if (record.status === 'success')
      return { name, outcome: 'pass', text: `Task completed at step ${record.steps}!`, numbers };
    const why = error ? `${error.what}` : `not within ${horizon} steps`;
    return {
      name,
      outcome: 'fail',
      text: `Task not completed: ${why} (${suite}/0, "${instruction}")`,
      numbers,
    };
  } finally {
    stage.delete();
  }
}
