import type { Checkpoint } from '@plumb/checkpoint';

export interface StartScript {
  readonly checkpoint: Checkpoint;
  /** Folder with `models/` and `configs/`. */
  readonly sourceRoot: string;
  readonly target: string;
  /** Prefixes of what is not kept. */
  readonly notKept: readonly string[];
  /** Width of the target's features: what must have been built. */
  readonly hiddenSize: number;
  readonly outputDim: number;
  readonly start: string;
  /** Module of the pickled config's class; undefined where the config is a plain dict. */
  readonly configModule: string | undefined;
}

/** A Python string. JSON's escapes are all Python's too. */
const quote = (text: string) => JSON.stringify(text);

/** The config's own classes. Anything else that the pickle names stays forbidden, and torch.load says so. */
function configClasses({ checkpoint, configModule }: StartScript): string[] {
  if (configModule === undefined) return [];
  return checkpoint.globals
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${configModule}.`) && /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(name));
}

/**
 * The script that makes the checkpoint to start from, in the environment that trains. It opens the old one with
 * `weights_only=True`: only the config classes that `plumb inspect` lists may be built.
 */
export function writeStartScript(options: StartScript): string {
  const { checkpoint, sourceRoot, target, notKept, hiddenSize, outputDim, start } = options;
  const classes = configClasses(options);
  const modules = [...new Set(classes.map((name) => name.slice(0, name.lastIndexOf('.'))))];
  return `"""Makes ${start}: the old checkpoint's tensors around ${target}. Written by plumb fix; run it where you train."""
import sys

import torch

sys.path.insert(0, ${quote(sourceRoot)})
${modules.map((name) => `import ${name}`).join('\n')}
from models.vla_model import VLAModel

NOT_KEPT = (${notKept.map((name) => `${quote(name)}, `).join('')})

with torch.serialization.safe_globals([${classes.join(', ')}]):
    saved = torch.load(${quote(checkpoint.path)}, map_location="cpu", weights_only=True)
config = saved["config"]
config.language.model_name = ${quote(target)}
model = VLAModel(config)

# the constructor puts another model in place of one that it cannot load: not here
built = tuple(model.language_encoder.projector[0].weight.shape)
if built != (${outputDim}, ${hiddenSize}):
    sys.exit(f"The projector was built as {built}: this is not ${target}.")

kept = {name: tensor for name, tensor in saved[${quote(checkpoint.container)}].items() if not name.startswith(NOT_KEPT)}
missing, unexpected = model.load_state_dict(kept, strict=False)
stray = [name for name in missing if not name.startswith(NOT_KEPT)]
if stray or unexpected:
    sys.exit(f"Not what was planned. Missing: {stray[:5]}, unexpected: {unexpected[:5]}")

# no optimizer state: its moments are of other parameters. The next epoch is 0
torch.save(
    {"epoch": -1, "global_step": 0, ${quote(checkpoint.container)}: model.state_dict(), "config": config}, ${quote(start)}
)
print(f"${start}: {len(kept)} tensors kept, {len(missing)} new")
`;
}
