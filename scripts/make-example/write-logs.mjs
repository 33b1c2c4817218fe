// The two logs: our own script's prints around what transformers and PyTorch really say.
const HOME = '/home/user/desk-robot';
const TORCH = '/home/user/venv/lib/python3.10/site-packages/torch/nn/modules/module.py';

// transformers, models/auto/configuration_auto.py and models/auto/auto_factory.py, release 4.46.3
const NOT_RECOGNISED =
  'The checkpoint you are trying to load has model type `qwen3` but Transformers does not recognize this ' +
  'architecture. This could be because of an issue with the checkpoint, or because your version of Transformers is ' +
  'out of date.';

/** The strict load under transformers 4.46.3. `lineOf` finds a line of the source that stands in a frame. */
export function writeFailingLog(error, lineOf) {
  const frame = (file, start, where) => {
    const { line, text } = lineOf(file, start);
    return `  File "${HOME}/${file}", line ${line}, in ${where}\n    ${text}`;
  };
  return `${[
    '[evaluate] checkpoint checkpoint.pt',
    '[evaluate] trained for 120 epochs, loss 0.0021',
    `[policy] cannot load Qwen/Qwen3-0.6B-Base: ${NOT_RECOGNISED}`,
    '[policy] taking Qwen/Qwen2-0.5B in its place',
    '[policy] language model is 896 wide',
    'Traceback (most recent call last):',
    frame('evaluate.py', 'load_policy(sys.argv', '<module>'),
    frame('evaluate.py', 'model.load_state_dict', 'load_policy'),
    `  File "${TORCH}", line 2624, in load_state_dict`,
    '    raise RuntimeError(',
    `RuntimeError: ${error}`,
  ].join('\n')}\n`;
}

/** The same after an upgrade to transformers 4.57.1: it loads, and still nothing is picked up. */
export function writeLoadedLog() {
  const tasks = Array.from(
    { length: 10 },
    (_, id) => `[rollout] task ${id}: 0 of 5, every episode ran 220 steps`,
  );
  return `${[
    '[evaluate] checkpoint checkpoint.pt',
    '[evaluate] trained for 120 epochs, loss 0.0021',
    '[policy] language model is 1024 wide',
    '[evaluate] every weight is loaded',
    '[rollout] libero_spatial, 10 tasks, 5 episodes each, seed 7',
    ...tasks,
    '[rollout] 0 of 50, written to results/libero_spatial.json',
  ].join('\n')}\n`;
}
