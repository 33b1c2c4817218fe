import { checkSize, Renderer } from '@plumb/camera';
import { makeFolders } from '@plumb/core';
import { findTask, TaskOpener } from '@plumb/world';
import type { Shots } from '../render/draw-states.ts';
import { readStates } from '../render/read-states.ts';
import { POLICY_CAMERAS } from '../render/start-film.ts';
import { notWritten } from '../render/write-picture.ts';
import { checkShots, rowsBetween, writeShots } from '../render/write-shots.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { bold, dim } from '../terminal/style.ts';

export interface RenderOptions extends OutputOptions, Omit<Shots, 'cameras' | 'depth' | 'segmentation'> {
  readonly states?: string;
  readonly seed: number;
  readonly resets: number;
  readonly camera?: readonly string[];
  readonly depth?: boolean;
  readonly segmentation?: boolean;
  readonly out: string;
}

/** `plumb render TASK --out DIR`: pictures of a task's states. */
export async function run(args: readonly string[], options: RenderOptions): Promise<number> {
  const out = await createOutput(options);
  const task = findTask(args[0]!);
  checkSize(options.size, options.size);
  const name = `${task.suite}/${task.name}`;
  const cameras = [...new Set(options.camera ?? POLICY_CAMERAS)];
  const shots = { ...options, cameras, depth: !!options.depth, segmentation: !!options.segmentation };
  out.progress.say(`building ${name} …`);
  const opener = await TaskOpener.create();
  const world = await opener.open(name, options.seed);
  world.resetTo(options.seed, options.resets);
  const { nq } = world.simulation;
  const states = options.states
    ? await readStates(options.states, nq)
    : (await opener.initStates(task)).map((state) => state.subarray(1, 1 + nq));
  checkShots(states.length, shots);
  const renderer = await openRenderer(opener, name, options.look);

  try {
    makeFolders(options.out);
  } catch (cause) {
    throw notWritten(options.out, cause as Error);
  }
  const film = options.states !== undefined;
  const files = await writeShots(renderer, world, states, { ...shots, film }, out.progress.say);
  world.delete();
  out.progress.done();
  const every = rowsBetween(states.length, shots);
  const summary = { task: name, instruction: task.instruction, cameras, states: states.length };
  if (out.json) out.printJson({ ...summary, size: options.size, look: options.look, every, files });
  else {
    out.print(`${bold(task.instruction)}\n${dim(name)}`);
    out.print(
      `${states.length} states from ${cameras.join(', ')}: ${files.length} files in ${options.out}, from ${files[0]} to ${files.at(-1)}`,
    );
    if (every > 1) out.print(`Sheets and films show one of ${every} rows: all would not fit into memory.`);
  }
  return 0;
}

/** By itself, so that what the scene was read into is not held as long as the command runs. */
async function openRenderer(opener: TaskOpener, task: string, look: Shots['look']): Promise<Renderer> {
  return Renderer.create(await opener.cameraScene(task), { look });
}
