import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples, withOutputOptions } from './help-text.ts';
import { withModelOptions } from './program-model.ts';

/** As @plumb/evaluate and @plumb/run have them; the rooms are only loaded by the commands that need them. */
const PROTOCOLS = ['libero', 'openvla', 'openpi', 'lerobot', 'atlas', 'atlas-later'];
const EXPORTS = ['plumb', 'atlas', 'lerobot', 'vla-eval', 'csv'];

const EVAL_STATUS = `
  of eval: 0 whatever the score, 1 if episodes ended in an error or --stop-on
  ended the run, 2 if Plumb failed, 130 after Ctrl-C`;

/** The commands that score policies, and read what came of it. */
export function addEvaluateCommands(program: Command, finish: (status: number) => void): void {
  withOutputOptions(
    withModelOptions(
      program
        .commandsGroup('Score a policy')
        .command('eval')
        .summary('score a policy on LIBERO')
        .description(
          'Runs episodes of a suite and leaves a run folder. Every finished episode is on the disk before the next starts: ' +
            'after a crash, a kill, a full disk or a lost server --resume goes on, and the result is that of an undisturbed run. ' +
            'Ctrl-C ends cleanly, a second one at once.',
        )
        .argument(
          '[policy]',
          'openpi://host:port, openvla+http://…, openvla-oft+http://…, vla-eval://…, atlas:CHECKPOINT, expert, random, zero, replay:RUN, ./my-policy.js',
        )
        .optionsGroup('What to run')
        .option(
          '--suite <suite>',
          'libero_spatial, libero_object, libero_goal, libero_10, libero_90, plumb-desk',
        )
        .option(
          '--tasks <numbers>',
          'tasks in the order of LIBERO, e.g. 0,3,5-7; all unless given',
          readNumbers,
        )
        .option('--episodes <n>', 'episodes a task; episode k starts from init state k mod 50', readCount)
        .option('--shard <i/n>', 'run part i of n; plumb merge joins them', readShard)
        .optionsGroup('How to run it (defaults: the protocol of the policy’s family)')
        .addOption(new Option('--protocol <name>', 'whose script to follow').choices(PROTOCOLS))
        .option('--seed <n>', 'seed of the environment; decides where fixtures stand', readWhole)
        .option('--replan <k>', 'actions of an answer to execute before the next question', readCount)
        .option('--horizon <n>', 'steps after which an episode has failed', readCount)
        .option('--settle <n>', 'steps before the policy is asked', readWhole)
        .option('--manifest <key=value>', 'change what the policy is shown or means; repeatable', collect)
        .addOption(new Option('--physics <version>', 'release of MuJoCo').choices(['3.3', '3.14']))
        .addOption(new Option('--look <version>', 'whose picture').choices(['2', '3']))
        .option('--unnorm-key <key>', 'statistics that an OpenVLA server shall use')
        .optionsGroup('How to go about it')
        .option('--workers <n>', 'worlds side by side, each a thread of up to 400 MB', readCount)
        .option('--timeout <seconds>', 'that an answer of the policy may take', readCount)
        .addOption(
          new Option('--stop-on <severity>', 'end the run at the first such signal').choices(['suspect']),
        )
        .option(
          '--videos <n>',
          'films to make when all is done, failures first; 3 failures unless given',
          readWhole,
        )
        .option('--out <folder>', 'run folder; under runs/ unless given')
        .option('--resume <run>', 'go on with a run that ended before its time')
        .option(
          '--mixed',
          'with --resume: also by another Plumb, Node or machine than before; the run names them',
        )
        .optionsGroup('Instead of running')
        .option('--dry-run', 'handshake, one question, the pictures as the policy sees them, estimated time')
        .option('--explain', 'print every value of the protocol with its source, and what other protocols do')
        .option(
          '--script <file>',
          'with --explain: compare with a LIBERO script of your own (it is read, not run)',
        ),
    ),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb eval expert --suite plumb-desk --episodes 20', 'needs nothing: no assets, no server'],
        [
          'plumb eval openpi://localhost:8000 --suite libero_spatial',
          "openpi's own evaluation, without its Python",
        ],
        ['plumb eval openpi://gpu:8000 --suite libero_10 --dry-run', 'what will the policy see?'],
        ['plumb eval --resume runs/2026-11-22T20-31-05', 'after a crash'],
      ]) + EVAL_STATUS,
    )
    .action(async (policy, options) =>
      finish(await (await import('./commands/eval.ts')).run(policy === undefined ? [] : [policy], options)),
    );

  withOutputOptions(
    program
      .command('show')
      .summary('print a run, or write it in another layout')
      .description('Rates with their 95 % intervals (Wilson), errors beside them, steps, times, signals.')
      .argument('<run>', 'run folder, or the run.db in it')
      .optionsGroup('What to write')
      .addOption(new Option('--export <layout>', 'print it in the layout of another tool').choices(EXPORTS))
      .option('--videos <n>', 'film episodes instead, failures first, into its videos/', readWhole),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb show runs/a', 'the table'],
        ['plumb show runs/a --export csv > a.csv', 'one line an episode'],
        ['plumb show runs/a --videos 10', 'what happened?'],
      ]),
    )
    .action(async (run, options) => finish(await (await import('./commands/show.ts')).run([run], options)));

  withOutputOptions(
    program
      .command('runs')
      .summary('list runs')
      .description('Lists the runs below a folder, newest first.')
      .argument('[folder]', 'where to look; runs/ unless given'),
  )
    .addHelpText('after', examples([['plumb runs', 'what was run here']]))
    .action(async (folder, options) =>
      finish(await (await import('./commands/runs.ts')).run(folder === undefined ? [] : [folder], options)),
    );

  withOutputOptions(
    program
      .command('compare')
      .summary('tell whether one run is better than another')
      .description(
        'Sets two runs against each other on equal init states: exact McNemar test, difference with its 95 % interval, and ' +
          'how many episodes such a difference needs.',
      )
      .argument('<a>', 'run')
      .argument('<b>', 'the one to compare it with'),
  )
    .addHelpText('after', examples([['plumb compare runs/before runs/after', 'did it help?']]))
    .action(async (a, b, options) =>
      finish(await (await import('./commands/compare.ts')).run([a, b], options)),
    );

  withOutputOptions(
    program
      .command('merge')
      .summary('join the shards of a run')
      .description(
        'Joins runs of one evaluation into a new one. Different specs and doubled episodes are refused.',
      )
      .argument('<run...>', 'runs')
      .optionsGroup('What to write')
      .requiredOption('--out <folder>', 'the new run'),
  )
    .addHelpText(
      'after',
      examples([['plumb merge shard-1 shard-2 --out whole', 'after --shard 1/2 and 2/2']]),
    )
    .action(async (runs, options) => finish(await (await import('./commands/merge.ts')).run(runs, options)));
}

const collect = (text: string, before: readonly string[] = []) => [...before, text];

function readWhole(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('It takes a whole number from 0 up.');
}

function readCount(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value > 0 && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('It takes a whole number from 1 up.');
}

/** `0,3,5-7`. */
function readNumbers(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from, to = from] = /^\s*(\d{1,3})(?:-(\d{1,3}))?\s*$/.exec(part) ?? [];
    if (from === undefined || Number(to) < Number(from))
      throw new InvalidArgumentError('It takes numbers and ranges such as 0,3,5-7.');
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
  });
}

/** `2/4`, from 1 as people count. */
function readShard(text: string): { index: number; count: number } {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (index === undefined || Number(index) < 1 || Number(index) > Number(count))
    throw new InvalidArgumentError('It takes a part and their number, such as 1/4 to 4/4.');
  return { index: Number(index) - 1, count: Number(count) };
}
