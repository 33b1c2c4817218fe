import type { LiberoWorld } from '../world/libero-world.ts';
import { TaskOpener } from '../world/open-task.ts';
import type { liberoHere } from './libero-here.ts';

type Assets = NonNullable<Awaited<ReturnType<typeof liberoHere>>>;

let opener: Promise<TaskOpener> | undefined;

/** For specs: one physics module for the whole file. */
export function taskOpener(assets: Assets): Promise<TaskOpener> {
  opener ??= TaskOpener.create(assets);
  return opener;
}

/** For specs: a task's world. */
export async function openWorld(assets: Assets, task: string, seed = 0): Promise<LiberoWorld> {
  return (await taskOpener(assets)).open(task, seed);
}
