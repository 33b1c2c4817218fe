import type { RateFact } from '../facts.ts';

/** Literals that a line with a rate contains; the reader decodes no other line for it. */
export const RATE_LITERALS = ['uccess rate', 'uccess_rate', 'uccesses:', 'pc_success'] as const;

// eval_vla_libero.py "Average success rate: 0.00%", OpenVLA "Current total success rate: 0.1", OFT "Overall success rate: 0.97 (97.0%)"
const RATE = /^(.*?)success[ _]rate['"]?\s*[:=]\s*([\d.]+(?:e-?\d+)?)\s*(%)?/i;
// OpenVLA "# successes: 3 (12.0%)", OFT "Total successes: 485"
const COUNT = /(?:#|total) successes:\s*(\d+)(?:\s*\(([\d.]+)%\))?/i;
// LeRobot prints its aggregate as a dict
const PERCENT = /['"]pc_success['"]:\s*(?:np\.float\d+\()?([\d.]+)/;

export function parseRate(text: string, line: number): RateFact | undefined {
  const percent = PERCENT.exec(text);
  if (percent) return { line, text: text.trim(), rate: Number(percent[1]) / 100, overall: true };
  const count = COUNT.exec(text);
  if (count?.[2] !== undefined)
    return {
      line,
      text: text.trim(),
      rate: Number(count[2]) / 100,
      successes: Number(count[1]),
      overall: true,
    };
  const stated = RATE.exec(text);
  if (!stated) return undefined;
  const value = Number(stated[2]) / (stated[3] ? 100 : 1);
  if (!(value >= 0 && value <= 1)) return undefined;
  return {
    line,
    text: text.trim(),
    rate: value,
    overall: /average|avg|mean|overall|total/i.test(stated[1]!),
  };
}
