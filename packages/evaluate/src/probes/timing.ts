import { prepareObservation } from '@plumb/policy';
import type { ProbeContext } from './probe-context.ts';
import type { ProbeResult } from './probe-result.ts';

const QUESTIONS = 3;

/** Milliseconds by part: the first answer (language, compilation), a further one, the pictures' preparation. */
export async function probeTiming(context: ProbeContext, firstAnswer: number): Promise<ProbeResult> {
  const { moments, questioner, policy } = context;
  const { observation } = moments[0]!;
  const prepared = prepareObservation(observation, policy.manifest);
  const started = performance.now();
  prepareObservation(observation, policy.manifest);
  const preparing = performance.now() - started;
  const times: number[] = [];
  for (let i = 0; i < QUESTIONS; i++) times.push((await questioner.askPrepared(prepared)).milliseconds);
  const answer = Math.min(...times);
  return {
    name: 'timing',
    outcome: 'pass',
    text: `First answer ${firstAnswer.toFixed(0)} ms, then ${answer.toFixed(1)} ms; preparing what it sees ${preparing.toFixed(1)} ms.`,
    numbers: { 'first-answer': firstAnswer, answer, preparing },
  };
}
