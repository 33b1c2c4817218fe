import type { Figures, Interval } from '@plumb/run';

export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** `92.9–100`: both ends in percent. */
export function formatInterval({ low, high }: Interval): string {
  const end = (value: number) => (100 * value).toFixed(1).replace(/\.0$/, '');
  return `${end(low)}–${end(high)}`;
}

/** Score of the episodes that ended in success or failure. */
export function formatScore(figures: Figures): string {
  return `${figures.successes}/${figures.successes + figures.failures}`;
}

/** `1 h 04 min`, `3 min 20 s`, `42 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
