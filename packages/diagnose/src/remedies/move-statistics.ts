import { planModel } from '@plumb/architecture';
import { quoteForShell } from '@plumb/core';
import { predictOutcome } from './predict-outcome.ts';
import type { Outcome, RemedyInput, RemedyPlan } from './remedy-plan.ts';

const STATISTIC = /^(?:normalize_inputs|normalize_targets|unnormalize_outputs)\./;

/**
 * Way 2b for a policy that LeRobot before 0.4 saved and a later one loads: its own script moves the statistics of the data
 * set into the files where it looks for them. Undefined where that is not what is wrong.
 */
export async function planStatistics(input: RemedyInput): Promise<RemedyPlan | undefined> {
  const { checkpoint, environment, source, before } = input;
  const result = before.result;
  const statistics = result?.unexpected.filter((name) => STATISTIC.test(name)) ?? [];
  if (!result?.loads || statistics.length === 0) return undefined;
  const plan = await planModel(checkpoint);
  if (plan.kind !== 'lerobot') return undefined;
  const kept = checkpoint.tensors.filter(({ name }) => !STATISTIC.test(name));
  const { outcome } = await predictOutcome({
    checkpoint: { ...checkpoint, tensors: kept },
    environment,
    source,
  });
  const left = outcome.result;
  const whole =
    left?.loads === true && left.missing.length + left.unexpected.length + left.mismatched.length === 0;
  const migrated = `${checkpoint.path.replace(/\/+$/, '')}_migrated`;
  const after: Outcome = whole
    ? { clean: true, text: 'loads, nothing missing, once the script has written policy_preprocessor.json' }
    : outcome;
  return {
    way: 'convert',
    title: 'Move the statistics of the data set out of the weights',
    verdict: whole ? 'fixes' : 'not-a-fix',
    summary: whole
      ? `${statistics.length} means and deviations go into policy_preprocessor.json and policy_postprocessor.json; every other tensor has its place already.`
      : `Moving the statistics helps and does not suffice: ${outcome.text}.`,
    cost: 'minutes, and the space of a second copy',
    risk: 'none to the values; keep the original',
    commands: [
      {
        text: `python -m lerobot.processor.migrate_policy_normalization --pretrained-path ${quoteForShell(checkpoint.path)}`,
        what: `LeRobot's own script; it writes ${migrated}`,
      },
      {
        text: `plumb check ${quoteForShell(migrated)} --env ${quoteForShell(environment.path)}`,
        what: 'must say "It will load"',
      },
    ],
    tables: [],
    notes: [
      'Its last step writes a model card, for which it asks the hub: offline it raises when all else is written.',
    ],
    files: [],
    checks: [
      { label: 'now', outcome: before },
      { label: 'as the script writes it', outcome: after },
    ],
  };
}
