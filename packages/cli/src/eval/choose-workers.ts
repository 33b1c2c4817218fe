import { availableParallelism, freemem } from 'node:os';

/** Bytes that a world of LIBERO takes with what is drawn of it: 451 MB were the peak of libero_10 with one worker, main thread included. */
const WORLD = 400e6;

/** Workers: as many as were asked for, else one a core as far as memory goes; never more than there are episodes. */
export function chooseWorkers(asked: number | undefined, episodes: number): number {
  const fitting = Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / WORLD)));
  return Math.max(1, Math.min(asked ?? fitting, episodes));
}
