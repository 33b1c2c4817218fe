import type { ProbeResult } from '@plumb/run';
import { average, difference } from './difference.ts';
import { besideExpert, besideNoise, judgeChange, measuresOf, type ProbeContext } from './probe-context.ts';

const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/\bpick up\b/g, 'grab'],
  [/\bput\b/g, 'place'],
  [/\bplace\b/g, 'put'],
  [/\bopen\b/g, 'pull open'],
  [/\bclose\b/g, 'shut'],
  [/\bturn on\b/g, 'switch on'],
];

/** Does the action depend on the instruction: another task's, an empty one, the same in other words. */
export async function probeInstruction(context: ProbeContext): Promise<ProbeResult> {
  const { moments, questioner, answers } = context;
  const change = async (reword: (text: string, task: string) => string) => {
    const changes: number[] = [];
    for (const [i, { observation, task }] of moments.entries()) {
      const instruction = reword(observation.instruction, task);
      const { actions } = await questioner.ask({ ...observation, instruction });
      changes.push(difference(answers[i]!, actions));
    }
    return average(changes);
  };
  const other = (task: string) =>
    moments.find((moment) => moment.task !== task)?.observation.instruction ?? 'stay where you are';
  const changes = {
    'another-task': await change((_text, task) => other(task)),
    empty: await change(() => ''),
    paraphrase: await change((text) => `please ${paraphrase(text)}`),
  };
  const most = Math.max(changes['another-task'], changes.empty);
  const outcome = judgeChange(most, changes['another-task'], context);
  const text =
    outcome === 'fail'
      ? `The action does not depend on the instruction: another task's or none at all change it by ${most.toExponential(1)}.${besideNoise(context)}`
      : `The action depends ${outcome === 'weak' ? 'weakly on the instruction' : 'on the instruction'}: another task's changes it by ${besideExpert(changes['another-task'], 'instruction', context)}; empty ${changes.empty.toFixed(4)}, the same in other words ${changes.paraphrase.toFixed(4)}.${besideNoise(context)}`;
  return { name: 'instruction-dependence', outcome, text, numbers: { ...changes, ...measuresOf(context) } };
}

/** The first verb that has another word. */
export function paraphrase(text: string): string {
  const found = SYNONYMS.find(([pattern]) => text.search(pattern) >= 0);
  return found ? text.replace(...found) : text;
}
