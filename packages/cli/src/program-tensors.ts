import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples, withOutputOptions } from './help-text.ts';

/** The commands around a checkpoint's tensors: comparing and writing them. */
export function addTensorCommands(program: Command, finish: (status: number) => void): void {
  withOutputOptions(
    program
      .command('diff')
      .summary('compare two checkpoints')
      .description(
        'Compares names, shapes and dtypes; what has no partner by name is matched after renaming: prefixes of wrappers, ' +
          'the known renames between releases, fused and split projections. With --values the data too.',
      )
      .argument('<a>', 'checkpoint: file or folder')
      .argument('<b>', 'the one to compare it with')
      .optionsGroup('What to compare')
      .option('--values', 'read the data of both, and say how far apart it is'),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb diff before.pt after.safetensors', 'which names, shapes and dtypes differ?'],
        ['plumb diff before.pt after.pt --values', 'which weights did the training change?'],
      ]),
    )
    .action(async (a, b, options) => finish(await (await import('./commands/diff.ts')).run([a, b], options)));

  withOutputOptions(
    program
      .command('convert')
      .summary('write a checkpoint as safetensors or PyTorch, renamed, cast or merged')
      .description(
        'Streams the tensors of a checkpoint into another file: .safetensors (in shards where large) or a PyTorch archive ' +
          '(.pt, .pth, .bin, .ckpt) that torch.load(weights_only=True) opens. Every bit stays where nothing was asked to ' +
          'change. OUT gets its name only when it is whole and on the disk.',
      )
      .argument('<in>', 'checkpoint: file or folder')
      .argument('<out>', 'file to write, or a folder (ending in /) for model.safetensors')
      .optionsGroup('Names')
      .option(
        '--strip-prefix [prefix]',
        'take off what every name begins with: module., _orig_mod., or the given',
      )
      .option('--rename <from=to>', 'rename a tensor, or all below a module; repeatable', collect)
      .option(
        '--container <keys>',
        'where a PyTorch file keeps the tensors, "" for the top; as in IN if not given',
      )
      .optionsGroup('Values')
      .addOption(
        new Option('--cast <dtype>', 'round floating tensors, ties to even as torch does').choices([
          'float16',
          'bfloat16',
          'float32',
        ]),
      )
      .option('--merge-lora <folder>', 'add a LoRA adapter of peft to the weights')
      .optionsGroup('Files')
      .option('--max-shard-size <size>', 'bytes in one safetensors file: 5GB, 500MB', readSize, 5e9)
      .option('--force', 'replace OUT where it exists'),
  )
    .addHelpText(
      'after',
      examples([
        ['plumb convert checkpoint.pt model.safetensors', 'out of the pickle'],
        ['plumb convert model.safetensors half.pt --cast bfloat16', 'half the size'],
        [
          'plumb convert ddp.pt clean.pt --strip-prefix --rename language_model.model=model.language_model',
          'the names of another release, without the wrapper',
        ],
      ]),
    )
    .action(async (from, to, options) =>
      finish(await (await import('./commands/convert.ts')).run([from, to], options)),
    );
}

const collect = (text: string, before: readonly string[] = []) => [...before, text];

const UNITS: Record<string, number> = {
  '': 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  KI: 2 ** 10,
  MI: 2 ** 20,
  GI: 2 ** 30,
};

/** `5GB`, `500 MB`, `2GiB`, `1000000`. */
function readSize(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]i?)?b?$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * (UNITS[unit.toUpperCase()] ?? Number.NaN);
  if (!(bytes >= 1)) throw new InvalidArgumentError('It takes a size such as 5GB, 500MB or 2GiB.');
  return Math.floor(bytes);
}
