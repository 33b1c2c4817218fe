import { type Command, Option } from 'commander';
import { examples, withOutputOptions } from './help-text.ts';
import { readCount } from './read-number.ts';

/** Options of a policy that Plumb runs itself: `atlas:CHECKPOINT`. */
export function withModelOptions(command: Command): Command {
  return command
    .optionsGroup('A checkpoint that Plumb runs itself (atlas:…)')
    .option('--language-model <folder>', "its language model's config.json and tokenizer.json")
    .option('--threads <n>', 'of one operator; one a core unless given', readCount)
    .addOption(new Option('--device <device>', 'where it computes').choices(['cpu', 'webgpu']))
    .option('--variant <name>', 'a computation that is not the published one; repeatable', collect);
}

/** The commands that look into policies. */
export function addModelCommands(program: Command, finish: (status: number) => void): void {
  const command = program
    .commandsGroup('Find out why')
    .command('debug')
    .summary('find out what a policy heeds, and what it does not')
    .description(
      'Asks any policy, here or behind a server: does it load, answer, answer alike, finish a task; then whether its action ' +
        'depends on the image, each camera, the instruction and the state, whether it beats its own architecture with random ' +
        'weights, whether actions, gripper and orientation are LIBERO’s, and where the time goes. Needs neither Python nor, ' +
        'with plumb-desk, any assets.',
    )
    .argument(
      '[policy]',
      'atlas:CHECKPOINT, openpi://host:port, openvla+http://…, openvla-oft+http://…, vla-eval://…, random, zero, ./my-policy.js; that of --run unless given',
    )
    .optionsGroup('Where to ask it')
    .option('--suite <suite>', 'tasks that it is asked in: the first two; of the run, or plumb-desk')
    .option('--horizon <n>', 'steps after which the episode is given up', readCount)
    .option('--manifest <key=value>', 'change what the policy is shown or means; repeatable', collect)
    .option('--unnorm-key <key>', 'statistics that an OpenVLA server shall use');
  withOutputOptions(
    withModelOptions(command)
      .optionsGroup('What to write')
      .option('--run <run>', 'put what is found into this run folder, an evaluation or a new one')
      .option('--out <file>', 'every result with its numbers, as JSON'),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb debug atlas:checkpoint.pt', 'an AtlasVLA, from its checkpoint'],
        ['plumb debug openpi://gpu:8000 --suite libero_spatial', "a server, in LIBERO's own scenes"],
        ['plumb debug --run runs/a', 'the policy of an evaluation; plumb diagnose runs/a reads both'],
      ]),
    )
    .action(async (policy, options) =>
      finish(await (await import('./commands/debug.ts')).run(policy === undefined ? [] : [policy], options)),
    );
}

function collect(item: string, items: readonly string[] = []): readonly string[] {
  return [...items, item];
}
