import type { Command } from 'commander';
import { examples, withOutputOptions } from './help-text.ts';
import { addRenderCommand } from './program-render.ts';
import { readCount, readWhole } from './read-number.ts';

/** The commands around LIBERO's simulation. */
export function addWorldCommands(program: Command, finish: (status: number) => void): void {
  withOutputOptions(
    program
      .commandsGroup('Simulate')
      .command('rollout')
      .summary('play actions in a task of LIBERO')
      .description(
        'Builds the task, seeds it, resets it, puts an init state over it and plays the actions, as LIBERO in Python would. ' +
          'Needs no Python; for the suites of LIBERO its assets (plumb assets), for plumb-desk nothing.',
      )
      .argument('<task>', 'suite/task-name, or suite/index in the order of LIBERO')
      .optionsGroup('The episode')
      .requiredOption('--actions <file>', '.npz with an array "actions", or JSON: rows of seven numbers')
      .option('--init <n>', 'init state, from 0', readWhole, 0)
      .option('--seed <n>', "NumPy's global seed; decides where fixtures stand", readWhole, 0)
      .option('--resets <n>', 'resets after seeding, before the init state', readCount, 1)
      .option('--physics <version>', 'MuJoCo 3.3 (3.3.8) or 3.14 (3.14.0)', '3.3')
      .optionsGroup('What to write')
      .option('--record <file>', 'states and observations, as .npz or .json')
      .option('--video <file>', 'what both cameras of a policy saw, as animated .webp'),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb rollout libero_goal/turn_on_the_stove --actions a.npz', 'does this end in success?'],
        [
          'plumb rollout libero_10/3 --init 7 --resets 8 --actions a.json --record e.npz',
          'episode 7 of a run',
        ],
      ]),
    )
    .action(async (task, options) =>
      finish(await (await import('./commands/rollout.ts')).run([task], options)),
    );

  addRenderCommand(program, finish);

  const assets = withOutputOptions(
    program
      .command('assets')
      .summary("show where LIBERO's and robosuite's files were found")
      .description(
        'Looks in PLUMB_LIBERO and PLUMB_ROBOSUITE, the active Python environment, a checkout here or beside, and the cache. ' +
          'Exits 1 where something is missing.',
      ),
  )
    .addHelpText('after', examples([['plumb assets', 'what is there, and what is not']]))
    .action(async (options) => finish(await (await import('./commands/assets.ts')).run([], options)));

  withOutputOptions(
    assets
      .command('pull')
      .summary('fill the cache')
      .description(
        "Fetches robosuite's and hf-libero's wheels from the Python package index and LIBERO's meshes from the hub into Plumb's cache, " +
          'checked and resumable; with --from, takes what is needed out of a wheel, a ZIP or a folder. ' +
          'PLUMB_PYPI or PIP_INDEX_URL and HF_ENDPOINT name other servers.',
      )
      .option(
        '--from <path>',
        'wheel of robosuite 1.4.0 or hf-libero, ZIP, checkout, or folder with assets/',
      ),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb assets pull', 'everything, from the public places'],
        ['plumb assets pull --from robosuite-1.4.0-py3-none-any.whl', 'the arm, gripper and mount'],
      ]),
    )
    .action(async (options) => finish(await (await import('./commands/assets-pull.ts')).run([], options)));
}
