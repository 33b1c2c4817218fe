import { expect, test } from 'vitest';
import { imageOrientation } from './image-orientation.ts';
import { detectWith, seenBy } from './spec-tree.ts';

const evaluation = (body: string) => `env = OffScreenRenderEnv(**options)
obs = env.reset()
while True:
${body}
    obs, _, done, _ = env.step(action)
`;

test.each([
  ['none', '    img = obs["agentview_image"]\n    action = policy(prepare(img))'],
  ['180', '    img = obs["agentview_image"][::-1, ::-1]\n    action = policy(img)'],
  [
    '180',
    '    img = obs["agentview_image"]\n    img = np.ascontiguousarray(img[::-1, ::-1])\n    action = policy(img)',
  ],
  ['vertical', '    img = np.flipud(obs.get("agentview_image"))\n    action = policy(img)'],
  [
    'none',
    '    img = np.rot90(obs["agentview_image"], 2)\n    img = img[::-1, ::-1]\n    action = policy(img)',
  ],
])('what reaches the policy is turned: %s', async (flip, body) => {
  const found = await detectWith(imageOrientation, evaluation(body));
  expect(found.map(({ details }) => details)).toEqual([{ flip, side: 'evaluation' }]);
});

test('a turn for a video is none for the policy', async () => {
  const source = evaluation(`    img = obs["agentview_image"]
    replay.append(img[::-1, ::-1])
    action = policy(img)`);
  expect(await seenBy(imageOrientation, source)).toEqual([[4, { flip: 'none', side: 'evaluation' }]]);
});

test('a helper of the repository turns it', async () => {
  const files = {
    'libero_helpers.py': `def upright(img):
    img = img[::-1, ::-1]
    return resize(img)
`,
    'run_eval.py': evaluation(`    key = "agentview_image" if new else "agentview_rgb"
    action = policy(upright(obs[key]))`),
  };
  const found = await detectWith(imageOrientation, files);
  expect(found.map(({ file, details }) => [file, details.flip])).toEqual([['run_eval.py', '180']]);
});

test('a data set hands out what is stored, and says which set it is', async () => {
  const source = `class Demos(Dataset):
    def __init__(self, repo="maker/libero_spatial_demos"):
        self.rows = load(repo)

    def __getitem__(self, i):
        return self.rows[i]["observation.images.image"]
`;
  expect(await seenBy(imageOrientation, { 'data.py': source })).toEqual([
    [6, { flip: 'none', side: 'training', data: 'maker/libero_spatial_demos' }],
  ]);
  const turned = source.replace(
    'return self.rows[i]["observation.images.image"]',
    'img = self.rows[i]["agentview_rgb"]\n        return img[::-1, ::-1]',
  );
  expect((await seenBy(imageOrientation, { 'data.py': turned }))[0]![1].flip).toBe('180');
});

test('policies, tables of names, and other cameras say nothing', async () => {
  const source = `KEYS = ["agentview_image", "robot0_eye_in_hand_image"]
def forward(self, data):
    return self.net(data["obs"]["agentview_rgb"])
order = names[::-1]
`;
  expect(await seenBy(imageOrientation, source)).toEqual([]);
  const video = evaluation(
    '    writer.append_obs(obs, camera_name="agentview_image")\n    action = policy(obs["state"])',
  );
  expect(await seenBy(imageOrientation, video)).toEqual([]);
});
