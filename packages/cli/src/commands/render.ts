import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Renderer } from '@plumb/camera';
import type { Image } from '@plumb/contract';
import { writeFilm } from '@plumb/evaluate/film';
import { findTask, TaskOpener, writeNpz } from '@plumb/world';
import { contactSheet } from '../render/contact-sheet.ts';
import { drawStates, type Shots } from '../render/draw-states.ts';
import { readStates } from '../render/read-states.ts';
import { POLICY_CAMERAS, STEPS_PER_SECOND } from '../render/start-film.ts';
import { notWritten, writePicture } from '../render/write-picture.ts';
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
  const renderer = await Renderer.create(await opener.cameraScene(name), { look: options.look });

  await mkdir(options.out, { recursive: true }).catch((cause: Error) => {
    throw notWritten(options.out, cause);
  });
  const files: string[] = [];
  const place = (file: string) => {
    files.push(join(options.out, file));
    return files.at(-1)!;
  };
  const pictures = new Map<string, Image[]>(cameras.map((camera) => [camera, []]));
  const depths = new Map<string, { shape: number[]; data: Float32Array }>();
  const ids = new Map<string, { shape: number[]; data: Int16Array }>();
  const shape = [options.size, options.size];
  for (const { camera, row, drawing } of drawStates(renderer, world, states, shots)) {
    out.progress.say(`drawing ${camera} ${row + 1} of ${states.length} …`);
    pictures.get(camera)!.push(drawing.image!);
    await writePicture(place(`${camera}_${row}.png`), drawing.image!);
    if (drawing.depth) depths.set(`${camera}_${row}`, { shape, data: drawing.depth });
    if (drawing.segmentation) ids.set(`${camera}_${row}`, { shape, data: drawing.segmentation });
  }
  world.delete();
  if (depths.size > 0) await writeFile(place('depth.npz'), writeNpz(depths));
  if (ids.size > 0) await writeFile(place('segmentation.npz'), writeNpz(ids));
  for (const [camera, taken] of pictures) {
    if (taken.length < 2) continue;
    await writePicture(place(`sheet_${camera}.png`), contactSheet(taken));
    // rows of a file follow each other in time; init states do not
    if (!options.states) continue;
    const film = { width: options.size, height: options.size, frames: taken.map(({ data }) => data) };
    await writeFilm(place(`${camera}.webp`), film, STEPS_PER_SECOND);
  }
  out.progress.done();
  const summary = { task: name, instruction: task.instruction, cameras, states: states.length };
  if (out.json) out.printJson({ ...summary, size: options.size, look: options.look, files });
  else {
    out.print(`${bold(task.instruction)}\n${dim(name)}`);
    out.print(
      `${states.length} states from ${cameras.join(', ')}: ${files.length} files in ${options.out}, from ${files[0]} to ${files.at(-1)}`,
    );
  }
  return 0;
}
