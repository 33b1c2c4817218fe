import {
  findCalls,
  keywordArguments,
  type Literal,
  lineOf,
  literalValue,
  openSourceTree,
  positionalArguments,
  type SourceTree,
  stringValue,
} from '@plumb/python';

/** An option of a training script, as its own `add_argument` states it. */
export interface TrainOption {
  /** `num_epochs`, as argparse stores it. */
  readonly name: string;
  readonly flag: boolean;
  /** Undefined where it has none, or none that can be read. */
  readonly default: Literal | undefined;
}

export interface TrainScript {
  /** Relative to the source folder. */
  readonly file: string;
  readonly options: ReadonlyMap<string, TrainOption>;
  /** Line of `--resume`, without which nothing of a checkpoint can be kept. */
  readonly resumeLine: number;
  /** Where the optimizer is given its parameters, if they leave `language_encoder.pos_embed` out. */
  readonly leavesOutPositions: string | undefined;
}

/** The script that trains AtlasVLA, found by its options `--resume` and `--config`. Undefined where there is none. */
export async function readTrainScript(source: string): Promise<TrainScript | undefined> {
  const tree = await openSourceTree(source);
  try {
    const files = tree.files.filter((file) => /(^|\/)train[^/]*\.py$/.test(file));
    for (const file of files) {
      const script = await readScript(tree, file);
      if (script) return script;
    }
    return undefined;
  } finally {
    tree.dispose();
  }
}

async function readScript(tree: SourceTree, file: string): Promise<TrainScript | undefined> {
  const { rootNode } = await tree.parse(file);
  const options = new Map<string, TrainOption>();
  let resumeLine = 0;
  for (const call of findCalls(rootNode, 'add_argument')) {
    const flag = stringValue(positionalArguments(call)[0]);
    if (!flag?.startsWith('--')) continue;
    const name = flag.slice(2).replaceAll('-', '_');
    const keywords = keywordArguments(call);
    const isFlag = stringValue(keywords.get('action')) === 'store_true';
    options.set(name, {
      name,
      flag: isFlag,
      default: isFlag ? false : literalValue(keywords.get('default')),
    });
    if (name === 'resume') resumeLine = lineOf(call);
  }
  const wanted = ['resume', 'config', 'language_model'];
  if (!wanted.every((name) => options.has(name))) return undefined;
  return { file, options, resumeLine, leavesOutPositions: await findGroups(tree) };
}

/** `get_param_groups` of `vla_model.py` lists the projector and not the positional embedding beside it (6c47f7f). */
async function findGroups(tree: SourceTree): Promise<string | undefined> {
  for (const file of tree.files.filter((name) => name.endsWith('vla_model.py'))) {
    const lines = (await tree.readText(file)).split('\n');
    const from = lines.findIndex((line) => line.includes('def get_param_groups'));
    if (from < 0) continue;
    const after = lines.slice(from + 1).findIndex((line) => /^\s{0,4}(?:def|class)\s/.test(line));
    const body = lines.slice(from, after < 0 ? undefined : from + 1 + after).join('\n');
    const whole = /language_encoder\.parameters\(|pos_embed|self\.parameters\(/.test(body);
    if (!whole && body.includes('language_encoder.projector')) return `${file}:${from + 1}`;
  }
  return undefined;
}
