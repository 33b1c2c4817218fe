import { type Command, Option } from 'commander';
import { examples, withOutputOptions } from './help-text.ts';
import { readCount, readWhole } from './read-number.ts';

/** `plumb render`. */
export function addRenderCommand(program: Command, finish: (status: number) => void): void {
  withOutputOptions(
    program
      .command('render')
      .summary('draw states of a task as MuJoCo would')
      .description(
        "Draws a task's init states, or the states in a file, with Plumb's own renderer: no GPU, no OpenGL. " +
          'Writes <camera>_<i>.png, a contact sheet per camera, and for states in a file an animation.',
      )
      .argument('<task>', 'suite/task-name, or suite/index in the order of LIBERO')
      .optionsGroup('What to draw')
      .option('--states <file>', '.npz with an array "qpos": a row a picture')
      .option('--seed <n>', "NumPy's global seed; decides where fixtures stand", readWhole, 0)
      .option('--resets <n>', 'resets after seeding', readCount, 1)
      .option('--camera <name...>', 'cameras (default: agentview robot0_eye_in_hand)')
      .option('--size <pixels>', 'both sides of a picture', readWhole, 256)
      .addOption(
        new Option('--look <version>', "2: MuJoCo 2.3.7, LIBERO's; 3: MuJoCo 3.14")
          .choices(['2', '3'])
          .default('2'),
      )
      .optionsGroup('What to write')
      .requiredOption('--out <folder>', 'where to')
      .option('--depth', 'depth.npz: metres, arrays <camera>_<i>')
      .option('--segmentation', 'segmentation.npz: geom ids, -1 for nothing'),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb render plumb-desk/0 --out pictures', 'the 50 init states of the built-in task'],
        [
          'plumb render libero_goal/7 --states e.npz --camera frontview --size 512 --out film',
          'a recorded rollout',
        ],
      ]),
    )
    .action(async (task, options) =>
      finish(
        await (await import('./commands/render.ts')).run([task], { ...options, look: Number(options.look) }),
      ),
    );
}
