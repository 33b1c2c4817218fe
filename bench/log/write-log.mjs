const TASKS = ['pick up the black bowl and place it on the plate', 'open the middle drawer of the cabinet'];

/** About 1 MB: one episode after another as an evaluation prints them, with what libraries say in between. */
export function makeBlock(block) {
  const lines = [];
  for (let episode = 0; episode < 80; episode++) {
    const number = block * 80 + episode;
    lines.push(`2026-03-01 06:02:13,016 - INFO - Task ${number % 10}: ${TASKS[number % TASKS.length]}\n`);
    lines.push(
      '/opt/env/lib/python3.10/site-packages/gym/envs/registration.py:440: UserWarning: Overriding\n',
    );
    lines.push('  logger.warn(f"Overriding environment {new_spec.id} already in registry.")\n');
    for (let step = 0; step <= 100; step += 2) lines.push(progressBar(number, step));
    lines.push('\n');
    for (let step = 0; step < 60; step++)
      lines.push(
        `step ${number * 60 + step} | loss ${((number * 7919 + step * 31) % 9973) / 9973} | lr 1.00e-04 | grad_norm ${(step % 13) / 7} | 1.83 it/s\n`,
      );
    lines.push('[robosuite WARNING] No private macro file found! (macros.py:53)\n'.repeat(5));
    if (number % 40 === 7) lines.push(CAUGHT);
    lines.push(`Success: ${number % 3 === 0}\n`);
  }
  return lines.join('');
}

function progressBar(number, step) {
  const done = '█'.repeat(step / 5).padEnd(20);
  return `\rEpisode ${number}: ${String(step).padStart(3)}%|${done}| ${step * 5}/500 [00:${String(step % 60).padStart(2, '0')}<00:31, 14.2it/s]`;
}

// a retried download: it went on, so it is nobody's root cause
const CAUGHT = `Traceback (most recent call last):
  File "/opt/env/lib/python3.10/site-packages/urllib3/connectionpool.py", line 536, in _make_request
    response = conn.getresponse()
TimeoutError: The read operation timed out
Retrying in 1 s
`;

/** Transformers 4.46 meets a config of 2025. */
export const ROOT_CAUSE = `Traceback (most recent call last):
  File "/home/user/eval/evaluate.py", line 88, in main
    policy = load_policy(args.checkpoint)
  File "/opt/env/lib/python3.10/site-packages/transformers/models/auto/configuration_auto.py", line 1038, in from_pretrained
    config_class = CONFIG_MAPPING[config_dict["model_type"]]
KeyError: 'qwen3'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/user/eval/evaluate.py", line 88, in main
    policy = load_policy(args.checkpoint)
  File "/opt/env/lib/python3.10/site-packages/transformers/models/auto/configuration_auto.py", line 1040, in from_pretrained
    raise ValueError(
ValueError: The checkpoint you are trying to load has model type \`qwen3\` but Transformers does not recognize this architecture. This could be because of an issue with the checkpoint, or because your version of Transformers is out of date.
`;
