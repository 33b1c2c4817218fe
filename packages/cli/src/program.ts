import { Command, InvalidArgumentError, Option } from 'commander';
import { REPORT_FORMATS } from './diagnose/report-format.ts';
import { examples, languageOption, withOutputOptions } from './help-text.ts';
import { addEvaluateCommands } from './program-evaluate.ts';
import { addModelCommands } from './program-model.ts';
import { addPolicyCommands } from './program-policy.ts';
import { addRemedyCommands } from './program-remedies.ts';
import { addTensorCommands } from './program-tensors.ts';
import { addWorldCommands } from './program-world.ts';
import { readVersion } from './read-version.ts';
import { bold, cyan, dim, displayWidth } from './terminal/style.ts';
import { wrapText } from './terminal/wrap.ts';

/** What a command file exports. Returns the exit status. */
export type RunCommand<Options> = (args: readonly string[], options: Options) => Promise<number>;

export interface ProgramContext {
  finish(status: number): void;
  writeOut(text: string): void;
  readonly width: number;
}

/** The command line, without anything behind it: each command's file is imported when it runs. */
export function createProgram({ finish, writeOut, width }: ProgramContext): Command {
  const program = new Command('plumb')
    .exitOverride()
    .configureOutput({
      writeOut,
      writeErr: () => {},
      getOutHelpWidth: () => width,
      getOutHasColors: () => true,
    })
    .configureHelp({
      displayWidth,
      boxWrap: wrapText,
      styleTitle: (title) => bold(title.replace(/:$/, '')),
      styleSubcommandText: cyan,
      styleOptionTerm: cyan,
      styleArgumentTerm: cyan,
      styleUsage: dim,
      // the list of commands stays a list: arguments are shown by each command's own help
      subcommandTerm: (command) => command.name(),
    })
    .description('Gets to the bottom of a failed VLA evaluation. Reads everything, runs none of it.')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .usage('<command> [options]')
    .addHelpText(
      'after',
      examples([
        ['plumb diagnose eval.log checkpoint.pt pip-freeze.txt src/', 'My evaluation is at 0 %. Why?'],
        ['plumb check checkpoint.pt --env ~/venv --source src/', 'Will this checkpoint load over there?'],
        ['plumb inspect checkpoint.pt', 'What is in this file, and is it safe to open?'],
      ]),
    );

  withOutputOptions(
    program
      .commandsGroup('Find out why')
      .command('diagnose')
      .summary('find the root cause of a failed evaluation')
      .description(
        'Recognises what each path is (checkpoint, environment or pip freeze, source, log, result, run folder, report of ' +
          'plumb debug, tar file of plumb capture), matches the evidence with the catalogue of causes and chains what it ' +
          'finds. Says which symptom each root cause explains, and which symptoms nothing explains yet.',
      )
      .argument('<path...>', 'files and folders, in any mix')
      .optionsGroup('What to write')
      .option('--report <file>', 'write the whole report to a file: .html, .md, .sarif or .json')
      .addOption(
        new Option('--format <format>', 'how the answer is printed')
          .choices(REPORT_FORMATS)
          .default('terminal'),
      )
      .addOption(languageOption()),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb diagnose eval.log', 'a log alone often suffices'],
        [
          'plumb diagnose runs/2026-02-20 checkpoint.pt pip-freeze.txt src/',
          'more evidence, stronger findings',
        ],
        [
          'plumb diagnose runs/ src/ --report report.html',
          'everything on one page, with the lines around each place',
        ],
        ['plumb diagnose runs/ --redact --format github', 'the text of an issue, nobody named in it'],
        ['plumb diagnose runs/ --lang zh', '用中文给出诊断'],
      ]),
    )
    .action(async (paths, options) =>
      finish(await (await import('./commands/diagnose.ts')).run(paths, options)),
    );

  withOutputOptions(
    program
      .command('explain')
      .summary('print the page of a cause')
      .description(
        'Prints what a cause is, why it happens, how it is proven and when it does not apply. Lists all without a code.',
      )
      .argument('[code]', 'as diagnose prints it, e.g. load/shapes-differ')
      .addOption(languageOption()),
  )
    .addHelpText('after', examples([['plumb explain', 'every cause that Plumb knows']]))
    .action(async (code, options) =>
      finish(await (await import('./commands/explain.ts')).run(code === undefined ? [] : [code], options)),
    );

  withOutputOptions(
    program
      .commandsGroup('Before the GPU hours')
      .command('check')
      .summary('predict whether a checkpoint loads in an environment')
      .description(
        'Predicts what load_state_dict will do over there, from the checkpoint, the files of the Python environment and the ' +
          'source that builds the model. Nothing is imported or run.',
      )
      .argument('<checkpoint>', 'file or folder')
      .optionsGroup('Over there')
      .requiredOption(
        '--env <environment>',
        'folder of a Python environment, text of pip freeze, lock file, or tar file of plumb capture',
      )
      .option('--source <folder>', 'source that builds the model; its fallbacks are followed')
      .optionsGroup('What to write')
      .option('--raw', "PyTorch's own text and nothing else"),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb check checkpoint.pt --env ~/venv', 'an environment on this machine'],
        [
          'plumb check checkpoint.pt --env pip-freeze.txt --source vla/',
          'one that you only have a listing of',
        ],
        ['plumb check checkpoint.pt --env ~/venv --raw', 'to compare with a log, byte for byte'],
      ]),
    )
    .action(async (checkpoint, options) =>
      finish(await (await import('./commands/check.ts')).run([checkpoint], options)),
    );

  withOutputOptions(
    program
      .command('inspect')
      .summary('show what a checkpoint holds, and whether it is safe')
      .description(
        'Shows format, tensors, what else was saved, which architecture the names and shapes speak for, and a verdict over ' +
          'every global of its pickles. Nothing in the file is executed.',
      )
      .argument(
        '<checkpoint>',
        '.pt, .pth, .bin, .ckpt, .safetensors, .gguf, .npz, a model folder, hf://org/model or https://…',
      )
      .optionsGroup('What to show')
      .option('--all', 'every tensor; repeated layers are not folded')
      .option('--depth <n>', 'levels of the tree', readDepth)
      .option(
        '--stats',
        'read the data once: NaN, infinities, empty and never-trained layers, spread of each tensor',
      )
      .option('--strict', 'exit 1 for unknown globals too (dangerous ones always do)'),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb inspect checkpoint.pt', 'a summary and the folded tree'],
        ['plumb inspect model.safetensors --all', 'every tensor with shape, dtype and offset'],
        ['plumb inspect checkpoint.pt --stats', 'are the weights sane, and were all of them trained?'],
        ['plumb inspect download.bin --strict --json', 'a gate for a script'],
        ['plumb inspect hf://openvla/openvla-7b', 'on the hub, without downloading it'],
      ]),
    )
    .action(async (checkpoint, options) =>
      finish(await (await import('./commands/inspect.ts')).run([checkpoint], options)),
    );
  addRemedyCommands(program, finish);
  addTensorCommands(program, finish);
  addEvaluateCommands(program, finish);
  addPolicyCommands(program, finish);
  addModelCommands(program, finish);
  addWorldCommands(program, finish);
  return program;
}

function readDepth(text: string): number {
  const depth = Number(text);
  if (!Number.isInteger(depth) || depth < 1)
    throw new InvalidArgumentError('It takes a whole number from 1 up.');
  return depth;
}
