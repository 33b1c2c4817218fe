import { prepareObservation } from '@plumb/policy';
import type { ProbeResult } from '@plumb/run';
import { spreadOut } from './moment.ts';
import { insidesOf, type ProbeContext } from './probe-context.ts';

/** Beyond this a network of normed layers has lost its scale. */
const EXPLODED = 1e4;
/** Enough to see whether anything varies, with pictures and with the task; features cost a whole forward pass more. */
const MOMENTS = 4;

/** Are the hidden features numbers, of a sane size, and different from moment to moment? */
export async function probeFeatures(context: ProbeContext): Promise<ProbeResult> {
  const name = 'hidden-features';
  const insides = insidesOf(context.policy);
  if (!insides)
    return { name, outcome: 'unknown', text: 'Its insides are not here to look into.', numbers: {} };
  const found: Readonly<Record<string, Float32Array>>[] = [];
  for (const { observation } of spreadOut(context.moments, MOMENTS)) {
    const prepared = prepareObservation(observation, context.policy.manifest);
    found.push(await insides.features({ episode: 'debug-features', step: 0, observation: prepared }));
  }
  const numbers: Record<string, number> = {};
  const complaints: string[] = [];
  for (const part of Object.keys(found[0]!)) {
    const all = found.map((features) => features[part]!);
    const finite = all.map((data) => data.filter((value) => Number.isFinite(value)));
    const bad = all.reduce((sum, data, i) => sum + data.length - finite[i]!.length, 0);
    const largest = finite.reduce((most, data) => data.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);
    const varies = bad > 0 ? 0 : deviationAcross(all);
    numbers[`${part}-not-finite`] = bad;
    numbers[`${part}-largest`] = largest;
    numbers[`${part}-varies`] = varies;
    if (bad > 0) complaints.push(`${bad} numbers of the ${part} features are NaN or infinite`);
    else if (largest > EXPLODED) complaints.push(`the ${part} features reach ${largest.toExponential(1)}`);
    else if (varies < 1e-6)
      complaints.push(
        `the ${part} features are the same whatever is seen${part === 'global' ? ', and they are all that the action is made from' : ''}`,
      );
  }
  const listed = Object.keys(found[0]!).map(
    (part) =>
      `${part} up to ${numbers[`${part}-largest`]!.toFixed(1)}, varying by ${numbers[`${part}-varies`]!.toPrecision(2)}`,
  );
  return {
    name,
    outcome: complaints.length > 0 ? 'fail' : 'pass',
    text: `${complaints.length > 0 ? `${capital(complaints.join('; '))}. ` : ''}${listed.join('; ')}.`,
    numbers,
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Mean standard deviation of each feature over the moments. */
function deviationAcross(all: readonly Float32Array[]): number {
  const [first] = all as [Float32Array, ...Float32Array[]];
  let sum = 0;
  for (let i = 0; i < first.length; i++) {
    const values = all.map((data) => data[i]!);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    sum += Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  }
  return sum / first.length;
}
