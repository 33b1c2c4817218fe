import { predictLoad } from '@plumb/architecture';
import { checkCommand } from './check-command.ts';
import { exact, groupByModule, listParameters, type Parameter, percent, total } from './count-modules.ts';
import type { Outcome, PlanTable, RemedyInput, RemedyPlan } from './remedy-plan.ts';

/** Filled from its own published weights when it is built, so that what the checkpoint lacks is not random. */
const PRETRAINED = 'language_encoder.language_model';
/** VGGT's heads for cameras, points, depth and tracks: AtlasVLA's adapter runs the aggregator only (`vggt_adapter.py`). */
const UNUSED = /^vggt_backbone\.vggt\.(?:camera|point|depth|track)_head\./;

/** Way 2a: load only what fits. Accounts for what is lost; a fix only where nothing is. */
export function planPartialLoad(input: RemedyInput): RemedyPlan {
  const { checkpoint, before, model } = input;
  const base = { way: 'partial', title: 'Load only the tensors that fit' } as const;
  if (!model)
    return {
      ...base,
      verdict: before.clean ? 'not-needed' : 'impossible',
      summary: `No model is built over there, so there is nothing to load into: ${before.text}.`,
      cost: '-',
      risk: '-',
      commands: [],
      tables: [],
      notes: [],
      files: [],
      checks: [{ label: 'now', outcome: before }],
    };
  const all = predictLoad(checkpoint.tensors, model, { strict: false });
  const misfits = new Set(all.mismatched.map(({ name }) => name));
  const lost = new Set([...misfits, ...all.missing]);
  const parameters = listParameters(model);
  const lostParameters = parameters.filter(({ name }) => lost.has(name));
  const fitting = checkpoint.tensors.filter(({ name }) => !misfits.has(name));
  const strict = predictLoad(fitting, model, { strict: true });
  const lenient = predictLoad(fitting, model, { strict: false });
  const essential = lostParameters.filter(({ name }) => !UNUSED.test(name));
  const whole = total(parameters);
  const lostCount = total(lostParameters);
  const built = before.result?.substitution?.built;
  return {
    ...base,
    // where nothing is lost and it loads already, what is wrong lies elsewhere
    verdict: before.clean
      ? 'not-needed'
      : lost.size === 0 && strict.loads && !before.result?.loads
        ? 'fixes'
        : 'not-a-fix',
    summary: before.clean
      ? 'Everything fits: there is nothing to leave out.'
      : `${exact(lostCount)} of ${exact(whole)} parameters (${percent(lostCount, whole)}) of the model over there get nothing from the checkpoint` +
        (essential.length > 0
          ? ', and every action passes through them: it runs, and is another policy.'
          : '.'),
    cost: 'minutes: a dictionary filtered before load_state_dict',
    risk: 'high: it raises nothing, so that a broken policy looks like a working one',
    commands: before.clean
      ? []
      : [{ text: checkCommand(input), what: 'goes on saying that it does not fit: nothing was repaired' }],
    tables: [
      account(parameters, lost, built),
      leftOver(all.unexpected.length, misfits.size, checkpoint.tensors.length),
    ],
    notes: [
      `strict=False alone does not do it: PyTorch raises for each of ${misfits.size} tensors of another shape. They have to be taken out of the dictionary.`,
      ...(built
        ? [
            `What ${built} keeps are its own published weights: not random, but nothing downstream was trained on its features.`,
          ]
        : []),
    ],
    files: [],
    checks: [
      { label: 'now', outcome: before },
      {
        label: 'only what fits, strict=True',
        outcome: asOutcome(strict.loads, strict.missing.length, strict.unexpected.length),
      },
      {
        label: 'only what fits, strict=False',
        outcome: asOutcome(lenient.loads, lenient.missing.length, lenient.unexpected.length),
      },
    ],
  };
}

function asOutcome(loads: boolean, missing: number, unexpected: number): Outcome {
  const counts = `${missing} missing, ${unexpected} unexpected`;
  if (!loads) return { clean: false, text: `raises: ${counts}` };
  return {
    clean: missing === 0,
    text: missing === 0 ? 'loads, nothing missing' : `loads with ${counts}: no error says so`,
  };
}

/** A row a module; one that fares unequally is told layer by layer. */
function account(
  parameters: readonly Parameter[],
  lost: ReadonlySet<string>,
  built: string | undefined,
): PlanTable {
  const rows = [...groupByModule(parameters)].flatMap(([module, group]) => {
    const gone = group.filter(({ name }) => lost.has(name)).length;
    const evenly = gone === 0 || gone === group.length;
    return evenly ? [[module, group] as const] : [...groupByModule(group, 3)];
  });
  return {
    title: 'What becomes of each module over there',
    columns: ['module', 'parameters', 'from the checkpoint', 'lost', 'what is there instead', 'essential'],
    rows: rows.map(([module, group]) => {
      const gone = group.filter(({ name }) => lost.has(name));
      const kept = total(group) - total(gone);
      const size = [module, exact(total(group)), percent(kept, total(group)), exact(total(gone))];
      if (gone.length === 0) return [...size, '-', '-'];
      const pretrained = module.startsWith(PRETRAINED);
      const instead = pretrained ? `weights of ${built ?? 'the published model'}` : 'random values';
      return [...size, instead, gone.every(({ name }) => UNUSED.test(name)) ? 'no: never run' : 'yes'];
    }),
  };
}

function leftOver(unexpected: number, misfits: number, tensors: number): PlanTable {
  return {
    title: 'What becomes of the checkpoint',
    columns: ['tensors', ''],
    rows: [
      [exact(tensors - unexpected - misfits), 'loaded'],
      [exact(misfits), 'dropped: another shape'],
      [exact(unexpected), 'dropped: no place'],
    ],
  };
}
