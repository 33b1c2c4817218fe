import { readFileSync, rmSync } from 'node:fs';
import type { Checkpoint } from '@plumb/checkpoint';
import type { TensorShape } from '@plumb/contract';
import { readEnvironment } from '@plumb/python';
import { afterEach, describe, expect, test } from 'vitest';
import { listTensors } from '../module-spec.ts';
import { unfoldTree } from '../unfold-tree.ts';
import { checkLoad } from './check-load.ts';
import { inMemory, toPickle } from './in-memory-checkpoint.ts';
import { environmentFiles, writeFolder } from './temporary-files.ts';

interface Loaded {
  /** The tensors of this case of authors.json are saved, but for `drop`, and with `add`. */
  readonly of: string;
  readonly drop?: readonly string[];
  readonly add?: Readonly<Record<string, readonly number[]>>;
  /** `cfg` of the file, for Diffusion Policy. */
  readonly cfg?: Readonly<Record<string, unknown>>;
  /** `str(error)` of the real load. */
  readonly error: string | null;
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const trees: Record<string, { tree: string[] }> = read('../architectures/fixtures/authors.json');
/** By oracle/architecture/authors_loads.py: the authors' own classes and `load_state_dict`. */
const loads: Record<string, Loaded> = read('./fixtures/authors-loads.json');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const PACKAGES = {
  torchvision: '0.23.0',
  ipython: '8.0.0',
  'hydra-core': '1.3.2',
  dill: '0.3.5.1',
  diffusers: '0.11.1',
  einops: '0.4.1',
  robomimic: '0.2.0',
  'huggingface-hub': '0.11.1',
};

function environment(changed: Readonly<Record<string, string | undefined>> = {}) {
  const files: Record<string, string> = environmentFiles('3.11', '4.57.1');
  for (const [name, version] of Object.entries({ ...PACKAGES, ...changed }))
    if (version !== undefined)
      files[`lib/python3.11/site-packages/${name.replaceAll('-', '_')}-${version}.dist-info/METADATA`] =
        `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  const path = writeFolder(files);
  folders.push(path);
  return readEnvironment(path);
}

function checkpointOf(
  { of, drop = [], add = {}, cfg }: Omit<Loaded, 'error'>,
  states = ['ema_model'],
): Checkpoint {
  const tensors: TensorShape[] = unfoldTree(trees[of]!.tree).filter(({ name }) => !drop.includes(name));
  const added = Object.entries(add).map(([name, shape]) => ({ name, shape }));
  const data = cfg && { cfg, state_dicts: Object.fromEntries(states.map((name) => [name, {}])) };
  return inMemory([...tensors, ...added], data && toPickle(data));
}

describe('as the real classes load it', () => {
  test.each(Object.entries(loads))('%s', async (_name, { error, ...saved }) => {
    const result = await checkLoad({ checkpoint: checkpointOf(saved), environment: await environment() });
    expect(result.error).toBe(error);
    expect(result.loads).toBe(error === null);
  });
});

const clean = Object.entries(loads).filter(([, { error, cfg }]) => error === null && cfg)[0]![1];

describe('Diffusion Policy', () => {
  test('an evaluation of an EMA that is not in the file is told', async () => {
    const cfg = { ...clean.cfg, training: { use_ema: true } };
    const there = await environment();
    const check = (states: string[]) =>
      checkLoad({ checkpoint: checkpointOf({ ...clean, cfg }, states), environment: there });
    expect((await check(['optimizer'])).consequences).toEqual([
      expect.stringMatching(/use_ema is true.*random weights/),
    ]);
    expect((await check(['ema_model'])).consequences).toEqual([]);
  });

  test('a file without statistics loads, and cannot predict', async () => {
    const drop = unfoldTree(trees[clean.of]!.tree).flatMap(({ name }) =>
      name.startsWith('normalizer.') ? [name] : [],
    );
    const result = await checkLoad({
      checkpoint: checkpointOf({ ...clean, drop }),
      environment: await environment(),
    });
    expect(result).toMatchObject({ loads: true, consequences: [expect.stringMatching(/normalizer/)] });
  });

  test.each([
    [{ dill: undefined }, "ModuleNotFoundError: No module named 'dill'"],
    [
      { einops: undefined },
      /^ImportError: Error loading 'diffusion_policy\.policy\.\w+\.\w+':\nModuleNotFoundError\("No module named 'einops'"\)\nAre you sure/,
    ],
    [{ 'huggingface-hub': '0.25.2' }, undefined],
    [{ 'huggingface-hub': '0.26.0' }, /cannot import name 'cached_download' from 'huggingface_hub'/],
    [{ 'huggingface-hub': '1.0.0' }, /cannot import name 'HfFolder' from 'huggingface_hub'/],
    [{ 'huggingface-hub': '0.26.0', diffusers: '0.30.0' }, undefined],
  ])('with %o: %s', async (changed, error) => {
    const { importFailure } = await checkLoad({
      checkpoint: checkpointOf(clean),
      environment: await environment(changed),
    });
    if (error === undefined) expect(importFailure).toBeUndefined();
    else expect(importFailure?.error).toMatch(error);
  });

  test.each([
    [
      'another policy',
      { _target_: 'diffusion_policy.policy.bet_lowdim_policy.BETLowdimPolicy' },
      /BETLowdimPolicy/,
    ],
    [
      'a size that is computed',
      {
        model: {
          _target_: 'diffusion_policy.model.diffusion.conditional_unet1d.ConditionalUnet1D',
          input_dim: `\${eval:len('ab')}`,
        },
      },
      /input_dim is \$\{eval:len/,
    ],
    ['a network of a project', { model: { _target_: 'project.Unet', input_dim: 2 } }, /project\.Unet/],
  ])('%s is not guessed', async (_, policy, what) => {
    const target = 'diffusion_policy.policy.diffusion_unet_lowdim_policy.DiffusionUnetLowdimPolicy';
    const checkpoint = checkpointOf({ of: clean.of, cfg: { policy: { _target_: target, ...policy } } });
    await expect(checkLoad({ checkpoint, environment: await environment() })).rejects.toMatchObject({
      code: 'ARCHITECTURE_NOT_PREDICTED',
      what: expect.stringMatching(what),
    });
  });

  test('without its cfg it is not predicted', async () => {
    const checkpoint = checkpointOf({ of: clean.of });
    await expect(checkLoad({ checkpoint, environment: await environment() })).rejects.toMatchObject({
      code: 'ARCHITECTURE_NOT_PREDICTED',
      why: expect.stringMatching(/`cfg` names/),
    });
  });
});

describe('ACT', () => {
  const act = checkpointOf({ of: 'act sim_transfer_cube' });

  test('says which arguments it takes for given', async () => {
    const result = await checkLoad({ checkpoint: act, environment: await environment() });
    expect(result.assumptions).toContainEqual(
      expect.stringContaining('--chunk_size 100 --hidden_dim 512 --dim_feedforward 3200'),
    );
  });

  test("a fork's own numbers are read from its source", async () => {
    const source = writeFolder({
      'detr/models/detr_vae.py':
        '        # self.input_proj_robot_state = nn.Linear(9, hidden_dim)\n            self.input_proj_robot_state = nn.Linear(7, hidden_dim)\n        self.latent_dim = 32\n        self.encoder_action_proj = nn.Linear(7, hidden_dim)\n',
      'imitate_episodes.py': "    backbone = 'resnet18'\n        enc_layers = 4\n        dec_layers = 7\n",
    });
    folders.push(source);
    const result = await checkLoad({ checkpoint: act, environment: await environment(), source });
    expect(result.mismatched.map(({ name, checkpoint, model }) => [name, checkpoint, model])).toEqual([
      ['model.action_head.weight', [14, 512], [7, 512]],
      ['model.action_head.bias', [14], [7]],
      ['model.input_proj_robot_state.weight', [512, 14], [512, 7]],
      ['model.encoder_action_proj.weight', [512, 14], [512, 7]],
      ['model.encoder_joint_proj.weight', [512, 14], [512, 7]],
    ]);
    expect(result.evidence).toContainEqual(
      expect.objectContaining({
        place: expect.stringMatching(/detr_vae\.py:2$/),
        text: expect.stringContaining('nn.Linear(7,'),
      }),
    );
  });

  test('without torchvision it ends before', async () => {
    const there = await environment({ torchvision: undefined });
    expect((await checkLoad({ checkpoint: act, environment: there })).importFailure?.error).toBe(
      "ModuleNotFoundError: No module named 'torchvision'",
    );
  });

  test('the model that is built is told', async () => {
    let names: string[] = [];
    await checkLoad({
      checkpoint: act,
      environment: await environment(),
      onModel: (model) => {
        names = listTensors(model).map(({ name }) => name);
      },
    });
    expect(names).toEqual(unfoldTree(trees['act sim_transfer_cube']!.tree).map(({ name }) => name));
  });
});
