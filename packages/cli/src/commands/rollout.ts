import { PlumbError } from '@plumb/core';
import {
  checkRecording,
  findPhysics,
  findTask,
  playActions,
  readActions,
  TaskOpener,
  writeRecording,
} from '@plumb/world';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { bold, dim, green } from '../terminal/style.ts';

export interface RolloutOptions extends OutputOptions {
  readonly actions: string;
  readonly init: number;
  readonly seed: number;
  readonly resets: number;
  readonly physics: string;
  readonly record?: string;
  readonly video?: string;
}

/** `plumb rollout TASK --actions FILE`: 0 whatever came of the episode. */
export async function run(args: readonly string[], options: RolloutOptions): Promise<number> {
  const out = await createOutput(options);
  const task = findTask(args[0]!);
  const physics = findPhysics(options.physics);
  const actions = await readActions(options.actions);
  if (options.record !== undefined) checkRecording(options.record);
  if (options.video !== undefined) (await import('@plumb/evaluate/film')).checkFilm(options.video);
  out.progress.say(`building ${task.suite}/${task.name} …`);
  const opener = await TaskOpener.create(undefined, physics);
  const states = await opener.initStates(task);
  const state = states[options.init];
  if (state === undefined) throw noInitState(options.init, states.length);
  const world = await opener.open(`${task.suite}/${task.name}`, options.seed);
  world.resetTo(options.seed, options.resets);
  const { observed } = world.setInitState(state);
  const film =
    options.video === undefined
      ? undefined
      : await (await import('../render/start-film.ts')).startFilm(await opener.cameraScene(args[0]!));
  film?.shoot(observed);
  out.progress.say(`playing ${actions.length} actions …`);
  const recording = playActions(world, actions, film?.shoot);
  world.delete();
  const files = options.record === undefined ? [] : await writeRecording(recording, options.record);
  if (film !== undefined) {
    await film.write(options.video!);
    files.push(options.video!);
  }
  out.progress.done();
  const success = recording.success.at(-1) ?? false;
  const first = recording.success.indexOf(true);
  const summary = {
    task: `${task.suite}/${task.name}`,
    instruction: task.instruction,
    physics: recording.physics,
    steps: recording.steps,
    success,
  };
  if (out.json) out.printJson({ ...summary, firstSuccess: first < 0 ? null : first, files });
  else {
    out.print(`${bold(task.instruction)}\n${dim(`${summary.task} on MuJoCo ${recording.physics}`)}`);
    const reached =
      first < 0 ? 'the goal was never reached' : `the goal was first reached at step ${first} (from 0)`;
    out.print(
      `${recording.steps} steps: ${first < 0 ? reached : green(reached)}; at the end it ${success ? 'holds' : 'does not hold'}.`,
    );
    for (const file of files) out.print(`written: ${file}`);
  }
  return 0;
}

function noInitState(index: number, count: number): PlumbError {
  return new PlumbError({
    code: 'INIT_STATE_UNKNOWN',
    what: `There is no init state ${index}.`,
    why: `The task has ${count}, 0 to ${count - 1}.`,
    remedy: 'Give another number to --init.',
  });
}
