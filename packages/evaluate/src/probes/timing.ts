import { prepareObservation } from '@plumb/policy';
import type { ProbeResult } from '@plumb/run';
import { average } from './difference.ts';
import type { ProbeContext } from './probe-context.ts';

const QUESTIONS = 3;

/**
 * Milliseconds by part: drawing what it sees, preparing that, the first answer (compilation too), a further one, and one
 * to an instruction that it was never given, which has to be encoded.
 */
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
  const unknown = { ...prepared, instruction: 'wave to somebody far away' };
  const instructed = (await questioner.askPrepared(unknown)).milliseconds;
  const drawing = average(moments.map((moment) => moment.drawing));
  return {
    name: 'timing',
    outcome: 'pass',
    text: `First answer ${firstAnswer.toFixed(0)} ms, then ${answer.toFixed(1)} ms, to a new instruction ${instructed.toFixed(1)} ms; drawing what it sees ${drawing.toFixed(1)} ms, preparing that ${preparing.toFixed(1)} ms.`,
    numbers: { 'first-answer': firstAnswer, answer, 'new-instruction': instructed, drawing, preparing },
  };
}
