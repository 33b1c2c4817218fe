import { type Command, Option } from 'commander';
import { examples, languageOption, withOutputOptions } from './help-text.ts';

/** As @plumb/diagnose has them; the room itself is only loaded by the command that needs it. */
const WAYS = ['upgrade', 'partial', 'convert', 'retrain', 'other-model'];

/** The commands that lead from a cause to a repair, and to the evidence for one. */
export function addRemedyCommands(program: Command, finish: (status: number) => void): void {
  withOutputOptions(
    program
      .commandsGroup('Put it right')
      .command('fix')
      .summary('plan every way of getting a checkpoint to load, and verify each')
      .description(
        'Plans each way (upgrade transformers, rename, another language model, train again, load what fits) with its cost ' +
          'and risk, and predicts the load after it as check does. What cannot work is shown not to load. Nothing is installed, ' +
          'run or changed; --out writes the files that a plan needs.',
      )
      .argument('<checkpoint>', 'file or folder')
      .optionsGroup('Over there')
      .requiredOption(
        '--env <environment>',
        'folder of a Python environment, text of pip freeze, lock file, or tar file of plumb capture',
      )
      .option('--source <folder>', 'source that builds the model; its fallbacks are followed')
      .optionsGroup('What to plan')
      .addOption(new Option('--way <way>', 'one way, in full; all are ranked unless given').choices(WAYS))
      .option('--out <folder>', 'write configs and scripts of the plan; nothing is overwritten')
      .addOption(languageOption()),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb fix checkpoint.pt --env ~/venv --source src/', 'every way, the best first'],
        ['plumb fix checkpoint.pt --env ~/venv --way upgrade', 'which release, and what it breaks'],
        ['plumb fix checkpoint.pt --env ~/venv --lang zh', '用中文给出各种办法'],
        [
          'plumb fix checkpoint.pt --env ~/venv --source src/ --way retrain --out plan/',
          'config, start script, parameters',
        ],
      ]),
    )
    .action(async (checkpoint, options) =>
      finish(await (await import('./commands/fix.ts')).run([checkpoint], options)),
    );

  withOutputOptions(
    program
      .command('capture')
      .summary('collect evidence on a machine without Node or internet')
      .description(
        'Prints a shell script that collects what Plumb needs to know of a cluster node into a tar file: Python, packages, ' +
          "transformers' registry, CUDA, GL, LIBERO's configuration, the ends of logs, the listing of a checkpoint's folder. " +
          'It sends nothing and changes nothing. `plumb diagnose` reads the tar file.',
      )
      .optionsGroup('What to do')
      .option('--print', 'print the script; without it, say how to use it'),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb capture --print > capture.sh', 'here'],
        ['sh capture.sh -o node.tar -l eval.log -c checkpoints/', 'over there, with the environment active'],
        ['plumb diagnose node.tar', 'here again'],
      ]),
    )
    .action(async (options) => finish(await (await import('./commands/capture.ts')).run([], options)));
}
