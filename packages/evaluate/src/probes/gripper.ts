import type { ProbeResult } from '@plumb/run';
import type { ProbeContext } from './probe-context.ts';

/** Moments at which a policy without any idea would disagree everywhere once in 64 times. */
const ENOUGH = 6;

/** Is the gripper's number LIBERO's: -1 open, 1 closed, both used, and not the other way round? */
export async function probeGripper({ answers, moments }: ProbeContext): Promise<ProbeResult> {
  const name = 'gripper';
  const values = answers.flat().map((action) => action[6]!);
  const numbers: Record<string, number> = { least: Math.min(...values), most: Math.max(...values) };
  const known = moments.flatMap(({ expert }, i) =>
    expert ? [{ wanted: expert[6]!, got: answers[i]![0]![6]! }] : [],
  );
  const range = `from ${numbers.least!.toFixed(2)} to ${numbers.most!.toFixed(2)}`;
  const disagree = known.filter(({ wanted, got }) => wanted * got <= 0).length;
  const against = known.filter(({ wanted, got }) => wanted * got < 0).length;
  if (known.length > 0) numbers.disagreeing = disagree / known.length;
  const wantsBoth = new Set(known.map(({ wanted }) => Math.sign(wanted))).size > 1;
  if (numbers.least! >= 0 && numbers.most! <= 1 && numbers.most! - numbers.least! > 0.3)
    return {
      name,
      outcome: 'fail',
      text: `The gripper's numbers lie in [0, 1] (${range}): RLDS's convention, 1 is open there, and LIBERO takes -1 for open and 1 for closed. It would never open.`,
      numbers,
    };
  if (known.length >= ENOUGH && against === known.length && wantsBoth)
    return {
      name,
      outcome: 'fail',
      text: `The gripper is the other way round: at all ${known.length} moments it closes where the expert opens and opens where it closes (${range}).`,
      numbers,
    };
  if (numbers.most! - numbers.least! < 1e-3)
    return {
      name,
      outcome: 'weak',
      text: `The gripper never moves: ${numbers.most!.toFixed(2)} at every moment${wantsBoth ? ', while the expert opens and closes it' : ''}.`,
      numbers,
    };
  return {
    name,
    outcome: known.length === 0 ? 'unknown' : disagree * 2 > known.length ? 'weak' : 'pass',
    text: `The gripper goes ${range}${known.length > 0 ? `; at ${known.length - disagree} of ${known.length} moments it is on the expert's side` : ''}.`,
    numbers,
  };
}
