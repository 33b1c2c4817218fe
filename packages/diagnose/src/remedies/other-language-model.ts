import { planModel } from '@plumb/architecture';
import { firstReleaseOf, releasesWithRequirements } from '@plumb/python';
import { withLanguageModel } from './change-checkpoint.ts';
import { withTransformers } from './change-environment.ts';
import { checkCommand } from './check-command.ts';
import { exact } from './count-modules.ts';
import { type LanguageModel, languageModels } from './language-models.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { Outcome, RemedyInput, RemedyPlan } from './remedy-plan.ts';

interface Candidate {
  readonly model: LanguageModel;
  readonly fits: boolean;
  readonly reason: string;
  readonly outcome: Outcome | undefined;
}

/** Way 3: every other language model, by whether the checkpoint fits it at all, in a release that knows it. */
export async function planOtherModel(input: RemedyInput): Promise<RemedyPlan> {
  const { checkpoint, before } = input;
  const base = { way: 'other-model', title: 'Put another language model in its place' } as const;
  const plan = await planModel(checkpoint);
  if (plan.kind !== 'atlas-vla')
    return {
      ...base,
      verdict: before.clean ? 'not-needed' : 'impossible',
      summary: 'The checkpoint is the model itself, no policy around one: there is nothing to exchange.',
      cost: '-',
      risk: '-',
      commands: [],
      tables: [],
      notes: [],
      files: [],
      checks: [{ label: 'now', outcome: before }],
    };
  const { hiddenSize } = plan.language.config;
  const outputDim = plan.config.language.outputDim;
  const projector = (hidden: number) => `Linear(${hidden} -> ${outputDim})`;
  const candidates: Candidate[] = [];
  for (const model of languageModels()) {
    const outcome = await tryModel(model, input);
    const wrongWidth = model.hiddenSize !== hiddenSize;
    // a width that differs decides it, also for a model whose parameters Plumb cannot list
    const fits = outcome?.clean === true;
    const reason = fits
      ? 'every name and shape is the same'
      : wrongWidth
        ? `wants ${projector(model.hiddenSize)}`
        : 'the layers differ';
    candidates.push({ model, fits, reason, outcome });
  }
  const { language } = plan;
  candidates.sort((a, b) => Number(b.fits) - Number(a.fits) || a.model.parameters - b.model.parameters);
  const fitting = candidates.filter(({ fits }) => fits);
  const here = await tryHere(
    fitting.flatMap(({ model }) => model.ids),
    input,
  );
  const works = here.find(({ outcome, id }) => outcome.clean && id !== language.name);
  return {
    ...base,
    verdict: before.clean ? 'not-needed' : works ? 'not-a-fix' : 'impossible',
    summary:
      fitting.length === 0
        ? `None of ${candidates.length} published configs fits the checkpoint.`
        : `Only ${fitting.flatMap(({ model }) => model.ids).join(' and ')} fit, of ${candidates.length} published configs: ` +
          `${works ? `${works.id} loads here; its weights are overwritten by the checkpoint's` : 'and these the environment does not know either, so the upgrade is needed all the same'}.`,
    cost: 'for all others: the whole of the training, see retrain',
    risk: 'a model that does not fit is filled with nothing of the checkpoint',
    commands: works
      ? [{ text: checkCommand(input), what: `with config.language.model_name changed to ${works.id}` }]
      : [],
    tables: [
      {
        title: `Language models, tried in a release of transformers that knows them (checkpoint: ${projector(hiddenSize)})`,
        columns: ['', 'model', 'hidden', 'layers', 'parameters', 'since', 'why', 'plumb check'],
        rows: candidates.map(({ model, fits, reason, outcome }) => [
          fits ? 'fits' : 'no',
          shownIds(model),
          String(model.hiddenSize),
          String(model.layers),
          exact(model.parameters),
          firstReleaseOf(model.modelType) ?? '?',
          reason,
          outcome?.text ?? `raises: size mismatch for language_encoder.projector.0.weight, at least`,
        ]),
      },
    ],
    notes: [
      'Base and chat model of one size have the same shapes. The checkpoint brings all weights of its language model, so that either builds the same policy; their tokenizers must agree.',
    ],
    files: [],
    checks: [
      { label: 'now', outcome: before },
      ...here.map(({ id, outcome }) => ({ label: `${id}, this environment`, outcome })),
    ],
  };
}

function shownIds({ ids }: LanguageModel): string {
  return ids.length > 2 ? `${ids.slice(0, 2).join(', ')}, ${ids.length - 2} more` : ids.join(', ');
}

/** What `check` says in a release that knows it; undefined for a model whose parameters Plumb cannot list. */
async function tryModel(
  { id, modelType, built }: LanguageModel,
  input: RemedyInput,
): Promise<Outcome | undefined> {
  const changed = withLanguageModel(input.checkpoint, id);
  const [major] = firstReleaseOf(modelType)?.split('.') ?? [];
  const release = releasesWithRequirements().findLast((version) => version.startsWith(`${major}.`));
  if (!changed || !built || !release) return undefined;
  const environment = withTransformers(input.environment, release);
  // where the model is known no fallback is taken: the source has no say
  return (await predictOutcome({ checkpoint: changed, environment, source: undefined })).outcome;
}

/** The same in the environment as it is. */
async function tryHere(ids: readonly string[], input: RemedyInput) {
  const outcomes: { id: string; outcome: Outcome }[] = [];
  for (const id of ids) {
    const changed = withLanguageModel(input.checkpoint, id);
    if (changed)
      outcomes.push({ id, outcome: (await predictOutcome({ ...input, checkpoint: changed })).outcome });
  }
  return outcomes;
}
