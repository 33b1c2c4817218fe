import { expect, test } from 'vitest';
import { readScript } from './read-script.ts';

const DATACLASS = `
STEADY = [0.0] * 6 + [-1.0]

@dataclass
class Options:
    replan_steps: int = 3
    num_steps_wait: int = 12
    num_trials_per_task: int = 25
    seed: int = 11

def run(options):
    if options.suite == "libero_spatial":
        max_steps = 111
    elif options.suite == "libero_goal":
        max_steps = 333
    for task in range(10):
        env = OffScreenRenderEnv(bddl_file_name=bddl)
        env.seed(options.seed)
        for k in range(options.num_trials_per_task):
            env.reset()
            obs = env.set_init_state(states[k])
            t = 0
            while t < max_steps + options.num_steps_wait:
                if t < options.num_steps_wait:
                    obs, _, _, _ = env.step(STEADY)
                    t += 1
                    continue
                obs, _, done, _ = env.step(plan.popleft())
                t += 1
`;

test('options of a dataclass, and the suite’s own branch', async () => {
  const goal = await readScript(DATACLASS, 'libero_goal');
  expect(goal.values).toEqual({
    settleSteps: '12',
    settleAction: '[0, 0, 0, 0, 0, 0, -1]',
    horizon: '333',
    replan: '3',
    episodes: '25',
    seed: '11',
    seeding: 'once a task',
  });
  expect(goal.lines).toMatchObject({ settleSteps: 7, horizon: 15, seed: 18 });
  expect((await readScript(DATACLASS, 'libero_spatial')).values.horizon).toBe('111');
  // a suite that it does not know has no branch of its own
  expect((await readScript(DATACLASS, 'libero_10')).values).not.toHaveProperty('horizon');
});

test('options of argparse, steps counted one by one, and what is taken off the horizon', async () => {
  const script = `
parser.add_argument("--max_steps", type=int, default=400)
parser.add_argument("--n_eval", type=int, default=8)
for ep in range(args.n_eval):
    env.reset()
    env.set_init_state(states[ep])
    env.seed(100 + ep)
    dummy = np.zeros(7)
    env.step(dummy)
    for _ in range(3):
        env.step(dummy)
    for step in range(args.max_steps - 4):
        env.step(act)
`;
  const { values } = await readScript(script, 'libero_object');
  expect(values).toEqual({
    settleSteps: '4',
    settleAction: '[0, 0, 0, 0, 0, 0, 0]',
    horizon: '396',
    episodes: '8',
    seeding: 'before every episode',
  });
});

test('a table by suite, with members of an enumeration as keys', async () => {
  const script = `
TASK_MAX_STEPS = {Suite.LIBERO_GOAL: 300, Suite.LIBERO_10: 520}
def run(max_steps=50):
    pass
`;
  expect((await readScript(script, 'libero_10')).values).toEqual({ horizon: '520' });
});

test('a script that says nothing plainly leaves everything open', async () => {
  expect((await readScript('run(**load("config.yaml"))', 'libero_goal')).values).toEqual({});
});
