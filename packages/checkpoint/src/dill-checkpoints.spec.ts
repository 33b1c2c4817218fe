import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lookUpType } from './calls/look-up-type.ts';
import { judgeGlobals } from './judge-globals.ts';
import { judgeTargets } from './judge-targets.ts';
import { DictBuilder } from './pickle-builders.ts';
import { readCheckpoint } from './read-checkpoint.ts';
import { scanPickles } from './scan-pickles.ts';
import { toPlain } from './to-plain.ts';

/** By oracle/checkpoint/list_dill_types.py, out of five releases of dill. */
const TYPES: Record<string, string> = JSON.parse(
  readFileSync(new URL('./fixtures/dill/types.json', import.meta.url), 'utf8'),
);
/** By oracle/checkpoint/make_workspace.py: Diffusion Policy's own workspace saved it. */
const WORKSPACE = fileURLToPath(new URL('./fixtures/dill/workspace.ckpt', import.meta.url));

test('every type that dill knows is known here, and none that runs code is safe', () => {
  const verdicts = Object.keys(TYPES).map((name) => {
    const found = lookUpType(name);
    expect(found, name).toBeDefined();
    const [module, last] = found!;
    if (!name.endsWith('Type')) expect(TYPES[name], name).toMatch(/^builtins\.(?:OSError$|\w+$)/);
    return [name, judgeGlobals([{ module, name: last, offset: 0 }], '')[0]!.verdict];
  });
  const of = (verdict: string) => verdicts.filter((each) => each[1] === verdict).map(([name]) => name);
  expect(of('dangerous').sort()).toEqual(
    'AttrGetterType CodeType FileType FunctionType LambdaType MethodType ModuleType filter map'.split(' '),
  );
  expect(of('safe').sort()).toEqual(
    'bool bytearray bytes complex dict float frozenset int list object range set slice str tuple'.split(' '),
  );
});

test('a look-up is told with what it gave', () => {
  const program = Buffer.from('\x80\x02cdill._dill\n_load_type\nX\x08\0\0\0CodeType\x85R.', 'latin1');
  expect(judgeGlobals(scanPickles(program, '').sightings, '')).toMatchObject([
    { name: 'dill._dill._load_type', verdict: 'safe', reason: expect.stringContaining('judged itself') },
    { name: 'types.CodeType', verdict: 'dangerous' },
  ]);
});

describe("a checkpoint of Diffusion Policy's own", () => {
  test('runs nothing that is known to do harm', async () => {
    const { verdict, globals, notes } = await readCheckpoint(WORKSPACE);
    expect(verdict).toBe('unknown');
    expect(globals.filter((use) => use.verdict === 'unknown').map(({ name }) => name)).toEqual([
      'omegaconf.dictconfig.DictConfig',
      'omegaconf.base.ContainerMetadata',
      'typing.Any',
      'omegaconf.nodes.AnyNode',
      'omegaconf.base.Metadata',
      'omegaconf.listconfig.ListConfig',
    ]);
    expect(notes).toContainEqual(expect.stringContaining('3 values of bytes are pickles'));
    expect(notes).toContainEqual(expect.stringContaining('4 callables (`_target_`)'));
  });

  test('its config is what it holds, unresolved', async () => {
    const { data } = await readCheckpoint(WORKSPACE);
    expect(toPlain(data)).toMatchObject({
      cfg: {
        horizon: 16,
        obs_as_global_cond: true,
        task: { name: 'pusht_lowdim', obs_dim: 20, action_dim: 2 },
        policy: { horizon: `\${horizon}`, model: { down_dims: [8, 16], kernel_size: 3 } },
        logging: { tags: [`\${name}`, 'lowdim'], id: null },
      },
    });
  });
});

describe('code that a config names', () => {
  const config = (key: string, value: string) => {
    const dict = new DictBuilder('dict');
    dict.set(key, value);
    return judgeTargets({ kind: 'list', items: [dict] }, 'x.ckpt').globals;
  };
  test.each([
    ['_target_', 'os.system'],
    ['_target_', 'builtins.exec'],
    ['_target_', 'subprocess.Popen'],
    ['size', `\${eval:'__import__("os").system("id")'}`],
    ['size', `\${eval:exec(1)}`],
  ])('%s: %s is dangerous', (key, value) => {
    expect(config(key, value)).toMatchObject([{ name: value, verdict: 'dangerous' }]);
  });
  test.each([
    ['_target_', 'torch.hub.load'],
    ['_target_', 'diffusion_policy.policy.X'],
    ['target', 'os.system'],
    ['size', `\${eval:\${a}*2 if \${b} else None}`],
    ['size', '__import__'],
  ])('%s: %s is not', (key, value) => {
    expect(config(key, value)).toEqual([]);
  });
});
