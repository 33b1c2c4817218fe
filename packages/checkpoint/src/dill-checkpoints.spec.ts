import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lookUpType } from './calls/look-up-type.ts';
import { findStateDicts } from './find-state-dict.ts';
import { judgeGlobals, worstVerdict } from './judge-globals.ts';
import { judgeTargets } from './judge-targets.ts';
import { openOmegaConf } from './open-omegaconf.ts';
import { DictBuilder, ObjectBuilder } from './pickle-builders.ts';
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

describe('a pickle in a value of bytes', () => {
  const WEAPON = "cos\nsystem\n(S'id'\ntR.";
  const binary = (data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(data.length);
    return Buffer.concat([Buffer.from('B'), length, data]);
  };
  const verdictOf = (...parts: Buffer[]) =>
    worstVerdict(
      judgeGlobals(
        scanPickles(Buffer.concat([Buffer.from([0x80, 3]), ...parts, Buffer.from('.')]), '').sightings,
        '',
      ),
    );
  test.each([
    ['as it is', WEAPON],
    ['with anything behind its STOP', `${WEAPON}x`],
    ['that breaks off when it has run', WEAPON.slice(0, -1)],
    ['that begins with something else', `N0${WEAPON}\n`],
  ])('%s is dangerous', (_, text) => {
    expect(verdictOf(binary(Buffer.from(text)))).toBe('dangerous');
  });
  test.each(['latin1', 'utf-8', 'ascii'])('encoded by %s is dangerous', (codec) => {
    const call = `c_codecs\nencode\nX${String.fromCharCode(WEAPON.length)}\0\0\0${WEAPON}X${String.fromCharCode(codec.length)}\0\0\0${codec}\x86R`;
    expect(verdictOf(Buffer.from(call, 'latin1'))).toBe('dangerous');
  });
  test('behind one that is too long to look at is dangerous', () => {
    const long = Buffer.concat([
      Buffer.from('\x80\x02', 'latin1'),
      Buffer.alloc(20_000_001, 'N0'),
      Buffer.from('.'),
    ]);
    expect(verdictOf(binary(long), Buffer.from('0'), binary(Buffer.from(WEAPON)))).toBe('dangerous');
  });
  test('that is noise or text is none', () => {
    const noise = Buffer.alloc(4096, 'code\nis text. ');
    expect(
      verdictOf(
        ...Array.from({ length: 2000 }, () => Buffer.concat([binary(noise), Buffer.from('0')])),
        Buffer.from('N'),
      ),
    ).toBe('safe');
  });
});

test('modules and configs that share their parts cost what they hold, not each way to it', () => {
  const shared = new DictBuilder('dict');
  for (let i = 0; i < 20_000; i++) shared.set(`k${i}`, i);
  const configs = Array.from({ length: 20_000 }, () => {
    const config = new ObjectBuilder('omegaconf.dictconfig', 'DictConfig', []);
    const state = new DictBuilder('dict');
    state.set('_content', shared);
    config.state = state;
    return config;
  });
  expect(openOmegaConf(configs[0]!)).toBe(openOmegaConf(configs.at(-1)!));
  let module = new ObjectBuilder('__torch__.M', 'M', []);
  for (let depth = 0; depth < 60; depth++) {
    const above = new ObjectBuilder('__torch__.M', 'M', []);
    const state = new DictBuilder('dict');
    state.set('a', module);
    state.set('b', module);
    above.state = state;
    module = above;
  }
  expect(findStateDicts(module)).toEqual([]);
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
    ['size', `\${ eval : exec(1)}`],
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
