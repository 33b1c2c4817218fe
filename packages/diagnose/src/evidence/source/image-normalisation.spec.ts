import { expect, test } from 'vitest';
import { imageNormalisation } from './image-normalisation.ts';
import { detectWith } from './spec-tree.ts';

const IMAGENET = 'T.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])';
const data = (normalise: string) => `class Demos(Dataset):
    pass

def loaders():
    train = T.Compose([T.Resize(224), T.RandomCrop(224), T.ToTensor(), ${normalise}])
    val = T.Compose([T.Resize(224), T.ToTensor(), ${normalise}])
    return train, val
`;
const evaluation = (normalise: string) => `MEAN = [0.485, 0.456, 0.406]
prepare = T.Compose([T.Resize(224), T.ToTensor(), ${normalise}])
obs = env.step(action)
action = policy(prepare(obs["agentview_image"]))
`;
const details = async (files: Record<string, string>) =>
  (await detectWith(imageNormalisation, files)).map((each) => [each.file, each.details]);

test('the same numbers on both sides, written differently', async () => {
  const named = 'T.Normalize(MEAN, std=[0.229, 0.224, 0.225])';
  expect(await details({ 'data.py': data(IMAGENET), 'eval.py': evaluation(named) })).toEqual([]);
});

test('only evaluation normalises; where two data sets have code, the one that is trained on counts', async () => {
  const found = await details({
    'data/old_set.py': data(IMAGENET),
    'data/new_set.py': data(''),
    'train.py': 'from data.new_set import loaders\nloaders()\n',
    'eval.py': evaluation(IMAGENET),
  });
  expect(found).toEqual([
    [
      'eval.py',
      {
        train: 'none',
        eval: 'ImageNet',
        differs: true,
        trainFile: 'data/new_set.py:5',
        trainedBy: 'train.py',
      },
    ],
  ]);
});

test('other numbers, and what the network does to the picture itself', async () => {
  const network = `class Eye(nn.Module):
    def forward(self, images):
        if self.pretrained:
            return self.tower(self.normalise(images))
        return self.patches(images)

    def normalise(self, x):
        x = x.clamp(0, 1)
        return (x - self.mean) / self.std
`;
  const found = await details({
    'data.py': data('T.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])'),
    'network/eye.py': network,
    'network/policy.py': 'from .eye import Eye\n',
    'eval.py': `from network.policy import Policy\n${evaluation(IMAGENET)}`,
  });
  expect(found).toEqual([
    [
      'eval.py',
      {
        train: 'to [-1, 1]',
        eval: 'ImageNet',
        differs: true,
        trainFile: 'data.py:5',
        inside: 'network/eye.py:9',
        insideWhen: 'self.pretrained',
        insideClamps: true,
      },
    ],
  ]);
});

test('one side alone, or a file with several ways, tells of no difference', async () => {
  expect(await details({ 'eval.py': evaluation(IMAGENET) })).toEqual([]);
  const mixed = `${data(IMAGENET)}\nother = T.Compose([T.ToTensor()])\n`;
  expect(await details({ 'data.py': mixed, 'eval.py': evaluation('') })).toEqual([]);
});
