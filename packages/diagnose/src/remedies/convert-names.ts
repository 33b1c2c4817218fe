import { listTensors, type ModuleSpec, predictLoad } from '@plumb/architecture';
import type { TensorShape } from '@plumb/contract';
import { quoteForShell } from '@plumb/core';
import { planStatistics } from './move-statistics.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { PlanFile, PlanTable, RemedyInput, RemedyPlan } from './remedy-plan.ts';
import { type RenameRule, renameRules } from './rename-rules.ts';

/** Rules that one plan may stack. Wrappers nest two or three deep; more would be guessing. */
const MOST_RULES = 6;
/** Rows of the table; renames.json has them all. */
const MOST_SHOWN = 6;

/** Way 2b: a renaming under which `check` is clean, or that there is none. */
export async function planConversion(input: RemedyInput): Promise<RemedyPlan> {
  const { checkpoint, environment, source, before, model } = input;
  const base = { way: 'convert', title: 'Rename what is only named otherwise' } as const;
  const nothing = { cost: '-', risk: '-', commands: [], tables: [], notes: [], files: [] } as const;
  const checks = [{ label: 'now', outcome: before }];
  if (before.clean)
    return { ...base, ...nothing, verdict: 'not-needed', summary: 'Every name has its place.', checks };
  const moved = await planStatistics(input);
  if (moved) return moved;
  const found = model && findRenaming(checkpoint.tensors, model);
  if (!found) {
    const summary = `No model is built over there, so there are no names to map to: ${before.text}.`;
    return { ...base, ...nothing, verdict: 'impossible', summary, checks };
  }
  const { rules, tensors, left } = found;
  if (rules.length === 0) {
    const why = left.mismatched > 0 ? ' A name can be changed, a shape cannot.' : '';
    const summary = `No known renaming brings the names closer: ${describeLeft(left)}.${why}`;
    return { ...base, ...nothing, verdict: 'impossible', summary, notes: shapeNotes(left), checks };
  }
  // versions go by the old names of modules
  const { moduleVersions: _, ...rest } = checkpoint;
  const renamed = { ...rest, prefixes: [], tensors };
  const { outcome } = await predictOutcome({ checkpoint: renamed, environment, source });
  const ending = checkpoint.format === 'torch-zip' ? '.pt' : '.safetensors';
  const fixes = outcome.clean && left.problems === 0;
  return {
    ...base,
    verdict: fixes ? 'fixes' : 'not-a-fix',
    summary: fixes
      ? `${rules.map(({ label }) => label).join('; ')}: then every tensor has its place.`
      : `Renaming helps (${rules.map(({ label }) => label).join('; ')}) and does not suffice: ${describeLeft(left)}.`,
    cost: 'minutes, and the space of a second copy',
    risk: 'none to the values: only names change; keep the original',
    commands: fixes ? commands(input, ending) : [],
    tables: [renameTable(tensors)],
    notes: [...shapeNotes(left), ...objectNotes(checkpoint)],
    files: fixes ? [renameFile(tensors)] : [],
    ...(fixes ? { copy: { name: `renamed${ending}`, checkpoint: renamed } } : {}),
    checks: [...checks, { label: 'with these names', outcome }],
  };
}

function commands({ checkpoint, environment, source }: RemedyInput, ending: string) {
  const env = `--env ${quoteForShell(environment.path)}${source === undefined ? '' : ` --source ${quoteForShell(source)}`}`;
  return [
    {
      text: `plumb fix ${quoteForShell(checkpoint.path)} ${env} --way convert --out renamed/`,
      what: 'writes the renamed copy; the original stays',
    },
    { text: `plumb check renamed/renamed${ending} ${env}`, what: 'must say "It will load"' },
  ];
}

type Renamed = TensorShape & { readonly saved: string };

interface Left {
  readonly problems: number;
  readonly mismatched: number;
  readonly missing: number;
  readonly unexpected: number;
}

function judge(tensors: readonly TensorShape[], model: ModuleSpec): Left {
  const { mismatched, missing, unexpected } = predictLoad(tensors, model, { strict: true });
  return {
    problems: mismatched.length + missing.length + unexpected.length,
    mismatched: mismatched.length,
    missing: missing.length,
    unexpected: unexpected.length,
  };
}

/**
 * Takes the rule that leaves the fewest problems, again and again, while one leaves fewer than before. Where no single
 * one does, two at once are tried: `module._orig_mod.` fits nothing before both are gone.
 */
export function findRenaming<Tensor extends TensorShape>(saved: readonly Tensor[], model: ModuleSpec) {
  const wanted = listTensors(model);
  const rules: RenameRule[] = [];
  let tensors: readonly (Tensor & { readonly saved: string })[] = saved.map((tensor) => ({
    ...tensor,
    saved: tensor.name,
  }));
  let left = judge(tensors, model);
  while (left.problems > 0 && rules.length < MOST_RULES) {
    const singles = tryRules(tensors, [], wanted, model);
    const pairs = () => singles.flatMap(({ after, steps }) => tryRules(after, steps, wanted, model));
    const better = best(singles, left) ?? best(pairs(), left);
    if (!better) break;
    rules.push(...better.steps);
    tensors = better.after;
    left = better.left;
  }
  return { rules, tensors, left };
}

interface Attempt<Tensor> {
  readonly steps: readonly RenameRule[];
  readonly after: readonly Tensor[];
  readonly left: Left;
}

/** Every rule that changes a name and loses none. */
function tryRules<Tensor extends TensorShape>(
  tensors: readonly Tensor[],
  steps: readonly RenameRule[],
  wanted: readonly TensorShape[],
  model: ModuleSpec,
): Attempt<Tensor>[] {
  return renameRules(tensors, wanted).flatMap((rule) => {
    const after = rule.apply(tensors);
    const changes = after.length !== tensors.length || after.some(({ name }, i) => name !== tensors[i]?.name);
    // two tensors of one name: one of them would be lost
    const distinct = new Set(after.map(({ name }) => name)).size === after.length;
    return changes && distinct ? [{ steps: [...steps, rule], after, left: judge(after, model) }] : [];
  });
}

function best<Tensor>(attempts: readonly Attempt<Tensor>[], now: Left): Attempt<Tensor> | undefined {
  const [first] = attempts.toSorted((a, b) => a.left.problems - b.left.problems);
  return first && first.left.problems < now.problems ? first : undefined;
}

/** The writer copies tensors and plain values; what it would take the project's own classes to build becomes dicts. */
function objectNotes({ globals }: RemedyInput['checkpoint']): string[] {
  const own = globals.filter(({ verdict }) => verdict !== 'safe').map(({ name }) => name);
  if (own.length === 0) return [];
  return [
    `In the copy the objects of ${own[0]}${own.length > 1 ? ` and ${own.length - 1} more classes` : ''} are plain dicts of their fields: code that reads a config from the checkpoint has to take it from the original.`,
  ];
}

function describeLeft({ mismatched, missing, unexpected }: Left): string {
  return `${mismatched} tensors have another shape, ${missing} are missing, ${unexpected} have no place`;
}

function shapeNotes({ mismatched }: Left): string[] {
  if (mismatched === 0) return [];
  return [
    `${mismatched} tensors have their names already and another shape: that is another model, not another name.`,
  ];
}

function changes(tensors: readonly Renamed[]) {
  return tensors.filter(({ name, saved }) => name !== saved).map(({ name, saved }) => [saved, name]);
}

function renameTable(tensors: readonly Renamed[]): PlanTable {
  const changed = changes(tensors);
  return {
    title: `Names that change (${changed.length} of ${tensors.length})`,
    columns: ['saved', 'renamed'],
    rows: changed.slice(0, MOST_SHOWN),
  };
}

function renameFile(tensors: readonly Renamed[]): PlanFile {
  return {
    name: 'renames.json',
    what: 'every new name with the saved one that it comes from',
    text: `${JSON.stringify(Object.fromEntries(tensors.map(({ name, saved }) => [name, saved])), null, 1)}\n`,
  };
}
