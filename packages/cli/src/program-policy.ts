import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples, withOutputOptions } from './help-text.ts';
import { withModelOptions } from './program-model.ts';
import { readWhole } from './read-number.ts';

/** As @plumb/policy has them; the room is only loaded by the commands that need it. */
const PROTOCOLS = ['openpi', 'vla-eval'];

/** The commands around policies as servers. */
export function addPolicyCommands(program: Command, finish: (status: number) => void): void {
  withOutputOptions(
    withModelOptions(
      program
        .commandsGroup('Score a policy')
        .command('serve')
        .summary("offer a policy through openpi's and vla-eval's protocols")
        .description(
          'Serves any policy that plumb eval takes, another server too: then it is a bridge between protocols. What clients send is ' +
            "put into the policy's own conventions, and its actions into LIBERO's.",
        )
        .argument(
          '<policy>',
          'openpi://host:port, openvla+http://…, openvla-oft+http://…, vla-eval://…, atlas:CHECKPOINT, random, zero, ./my-policy.js',
        )
        .optionsGroup('Where')
        .option('--host <host>', '0.0.0.0 to be reached from other machines', '127.0.0.1')
        .option('--port <port>', '0 for any that is free', readPort, 8000)
        .addOption(
          new Option('--protocol <name>', 'what is spoken at /; /openpi and /vla-eval say it themselves')
            .choices(PROTOCOLS)
            .default('openpi'),
        )
        .optionsGroup('The policy')
        .option('--manifest <key=value>', 'change what the policy is shown or means; repeatable', collect)
        .option('--unnorm-key <key>', 'statistics that an OpenVLA server shall use')
        .option('--seed <n>', 'of random', readWhole, 0),
    ),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb serve zero --port 8000', 'something to try a client on'],
        [
          'plumb serve openvla+http://gpu:8000 --protocol vla-eval',
          "OpenVLA's deploy.py for vla-eval's harness",
        ],
        ['plumb serve ./my-policy.js', 'a module of your own'],
      ]),
    )
    .action(async (policy, options) =>
      finish(await (await import('./commands/serve.ts')).run([policy], options)),
    );

  withOutputOptions(
    program
      .command('adapt')
      .summary('write a server around your own predict(observation)')
      .description(
        'Writes a page of Python with the place to fill in marked: a PyTorch model without a server becomes a policy for ' +
          'plumb eval. It needs NumPy, msgpack and websockets.',
      )
      .option('--out <file>', 'file to write; never written over', 'serve_policy.py'),
  )
    .addHelpText('after', examples([['plumb adapt', 'then fill in predict() and start it']]))
    .action(async (options) => finish(await (await import('./commands/adapt.ts')).run([], options)));
}

function collect(item: string, items: readonly string[] = []): readonly string[] {
  return [...items, item];
}

function readPort(text: string): number {
  const port = readWhole(text);
  if (port > 65535) throw new InvalidArgumentError('It takes a number from 0 to 65535.');
  return port;
}
