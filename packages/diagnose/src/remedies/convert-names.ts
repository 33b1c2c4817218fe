import { listTensors, type ModuleSpec, predictLoad } from '@plumb/architecture';
import type { TensorShape } from '@plumb/contract';
import { withTensors } from './change-checkpoint.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { PlanTable, RemedyInput, RemedyPlan } from './remedy-plan.ts';
import { type RenameRule, renameRules } from './rename-rules.ts';
import { checkCommand } from './upgrade-transformers.ts';

/** Rules that one plan may stack. Wrappers nest two or three deep; more would be guessing. */
const MOST_RULES = 6;

/** Way 2b: a renaming under which `check` is clean, or that there is none. */
export async function planConversion(input: RemedyInput): Promise<RemedyPlan> {
  const { checkpoint, environment, source, before, model } = input;
  const base = { way: 'convert', title: 'Rename what is only named otherwise' } as const;
  const nothing = { cost: '-', risk: '-', commands: [], tables: [], notes: [], files: [] } as const;
  const checks = [{ label: 'now', outcome: before }];
  if (before.clean)
    return { ...base, ...nothing, verdict: 'not-needed', summary: 'Every name has its place.', checks };
  const found = model && findRenaming(checkpoint.tensors, model);
  if (!found) {
    const summary = `No model is built over there, so there are no names to map to: ${before.text}.`;
    return { ...base, ...nothing, verdict: 'impossible', summary, checks };
  }
  const { rules, tensors, left } = found;
  if (rules.length === 0) {
    const summary = `No known renaming brings the names closer: ${describeLeft(left)}. A name can be changed, a shape cannot.`;
    return { ...base, ...nothing, verdict: 'impossible', summary, notes: shapeNotes(left), checks };
  }
  const renamed = withTensors(checkpoint, tensors);
  const { outcome } = await predictOutcome({ checkpoint: renamed, environment, source });
  const fixes = outcome.clean && left.problems === 0;
  return {
    ...base,
    verdict: fixes ? 'fixes' : 'not-a-fix',
    summary: fixes
      ? `${rules.map(({ label }) => label).join('; ')}: then every tensor has its place.`
      : `Renaming helps (${rules.map(({ label }) => label).join('; ')}) and does not suffice: ${describeLeft(left)}.`,
    cost: 'minutes, and the space of a second copy',
    risk: 'none to the values: only names change; keep the original',
    commands: [{ text: checkCommand(input), what: 'with the renamed copy: must say "It will load"' }],
    tables: [renameTable(checkpoint.tensors, tensors)],
    notes: shapeNotes(left),
    files: fixes ? [renameFile(checkpoint.tensors, tensors)] : [],
    checks: [...checks, { label: 'with these names', outcome }],
  };
}

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

/** Takes the rule that leaves the fewest problems, again and again, while one leaves fewer than before. */
export function findRenaming(saved: readonly TensorShape[], model: ModuleSpec) {
  const wanted = listTensors(model);
  const rules: RenameRule[] = [];
  let tensors = saved;
  let left = judge(tensors, model);
  while (left.problems > 0 && rules.length < MOST_RULES) {
    const tried = renameRules(tensors, wanted).map((rule) => {
      const after = rule.apply(tensors);
      // two tensors of one name: one of them would be lost
      const lossless = new Set(after.map(({ name }) => name)).size === after.length;
      return {
        rule,
        after,
        left: lossless ? judge(after, model) : { ...left, problems: Number.POSITIVE_INFINITY },
      };
    });
    const best = tried.sort((a, b) => a.left.problems - b.left.problems)[0];
    if (!best || best.left.problems >= left.problems) break;
    rules.push(best.rule);
    tensors = best.after;
    left = best.left;
  }
  return { rules, tensors, left };
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

function pairs(before: readonly TensorShape[], after: readonly TensorShape[]) {
  // rules that drop or add keep the order of the rest
  const kept = after.length === before.length ? before : undefined;
  return after.map((tensor, i) => ({ from: kept?.[i]?.name ?? sameEnd(before, tensor), to: tensor.name }));
}

/** The saved tensor that a new name came from, where the lists are not of one length: the longest common end. */
function sameEnd(before: readonly TensorShape[], { name, shape }: TensorShape): string {
  const fits = before.filter(
    (one) => String(one.shape) === String(shape) && (one.name.endsWith(name) || name.endsWith(one.name)),
  );
  return (
    fits.sort((a, b) => b.name.length - a.name.length)[0]?.name ??
    before.find(({ name: own }) => /embed_tokens\.weight$/.test(own))?.name ??
    name
  );
}

function renameTable(before: readonly TensorShape[], after: readonly TensorShape[]): PlanTable {
  const changed = pairs(before, after).filter(({ from, to }) => from !== to);
  const shown = changed.slice(0, 6).map(({ from, to }) => [from, to]);
  return { title: `Names that change (${changed.length})`, columns: ['saved', 'renamed'], rows: shown };
}

function renameFile(before: readonly TensorShape[], after: readonly TensorShape[]) {
  const names = Object.fromEntries(pairs(before, after).map(({ from, to }) => [to, from]));
  return {
    name: 'renames.json',
    what: 'every new name with the saved one that it comes from',
    text: `${JSON.stringify(names, null, 1)}\n`,
  };
}
