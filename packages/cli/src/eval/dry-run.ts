import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Image } from '@plumb/contract';
import { makeFolders } from '@plumb/core';
import { type ChosenPolicy, type DryRun, dryRun } from '@plumb/evaluate';
import type { RunSpec } from '@plumb/run';
import { notWritten } from '../render/write-picture.ts';
import { plural } from '../terminal/format-numbers.ts';
import type { Output } from '../terminal/output.ts';
import { bold, dim, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import type { EvalOptions } from './eval-options.ts';
import { formatDuration } from './format-figures.ts';
import { describeSpec } from './print-run.ts';

const DIMENSIONS = ['x', 'y', 'z', 'roll', 'pitch', 'yaw', 'gripper'];

/** `plumb eval … --dry-run`: one question, what the policy is shown as PNG, and how long the run would take. 1 where no episode could go on after its first answer. */
export async function runDry(
  chosen: ChosenPolicy,
  spec: RunSpec,
  workers: number,
  options: EvalOptions,
  out: Output,
): Promise<number> {
  out.progress.say('asking one question …');
  const timeout = options.timeout === undefined ? undefined : 1000 * options.timeout;
  const result = await dryRun(chosen, spec, workers, timeout);
  const files = await writePictures(options.out ?? 'dry-run', result);
  out.progress.done();
  const { observation, given, executed, firstAnswer, answer, step, prepare, estimate } = result;
  const replan = spec.protocol.replan.value;
  const tooFew = given.length < replan;
  const status = tooFew ? 1 : 0;
  if (out.json) {
    out.printJson({
      place: result.place,
      policy: spec.policy,
      instruction: observation.instruction,
      state: [...observation.state],
      replan,
      given: given.map((action) => [...action]),
      executed: executed.map((action) => [...action]),
      milliseconds: { firstAnswer, answer, step, prepare, estimate },
      files,
    });
    return status;
  }
  out.print(`${bold(spec.policy.name)} on ${result.place}\n${dim(describeSpec(spec))}\n`);
  out.print(`told:  ${observation.instruction}`);
  if (observation.state.length > 0)
    out.print(`state: ${[...observation.state].map((value) => value.toFixed(4)).join(' ')}`);
  const row = (name: string, action: Float64Array | undefined) => [
    name,
    ...(action ? [...action].map((value) => value.toFixed(4)) : []),
  ];
  out.print(`\n${plural(given.length, 'action')} in the answer; the first:`);
  out.print(
    renderTable(
      [{ title: '' }, ...DIMENSIONS.map((title) => ({ title, align: 'right' }) as const)],
      [row('as answered', given[0]), row('as executed', executed[0])],
    ),
  );
  if (tooFew)
    out.print(
      `\n${red('✗')} ${bold(`Every episode would end in an error: ${replan} actions are to be executed before the next question.`)}\n  Ask more often: --replan ${Math.max(1, given.length)}`,
    );
  if (spec.policy.manifest.cameras.length === 0) out.print(yellow('\nThis policy is shown no picture.'));
  for (const file of files) out.print(`written: ${file}`);
  out.print(
    `\nfirst answer ${firstAnswer.toFixed(0)} ms, then ${answer.toFixed(1)} ms · pictures ${prepare.toFixed(1)} ms · a step ${step.toFixed(1)} ms\n` +
      `${plural(workers, 'worker')}: at most ${formatDuration(estimate)} for the whole run, if every episode runs to its horizon.`,
  );
  return status;
}

/** `agentview.drawn.png` as a person sees the scene, `agentview.png` as the policy does, row 0 at the top in both. */
async function writePictures(folder: string, { observation, drawn }: DryRun): Promise<string[]> {
  const pictures: [string, Image][] = [
    ...Object.entries(drawn).map(([camera, image]): [string, Image] => [`${camera}.drawn.png`, image]),
    ...Object.entries(observation.images).map(([camera, image]): [string, Image] => [`${camera}.png`, image]),
  ];
  if (pictures.length === 0) return [];
  const { default: sharp } = await import('sharp');
  try {
    makeFolders(folder);
    return await Promise.all(
      pictures.map(async ([name, { width, height, data }]) => {
        const path = join(folder, name);
        const png = sharp(data, { raw: { width, height, channels: 3 } }).png();
        await writeFile(path, await png.toBuffer());
        return path;
      }),
    );
  } catch (cause) {
    throw notWritten(folder, cause as Error);
  }
}
