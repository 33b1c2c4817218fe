import { describe, expect, test } from 'vitest';
import { constantOutput } from './constant-output.ts';
import { detectWith } from './spec-tree.ts';

/** A backbone whose second output is given by `output`, and a policy around it. */
const repository = (output: string) => ({
  'parts/backbone.py': `class Backbone(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.mixer = nn.TransformerEncoderLayer(config.width, 8)
        self.queries = nn.Parameter(torch.zeros(1, 4, config.width))

    def forward(self, tokens, mask=None):
        B = tokens.size(0)
        mixed = self.mixer(tokens)
        summary = ${output}
        return mixed, summary, {"tokens": tokens.shape[1]}
`,
  'parts/head.py': `class Head(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 7))
        self.register_buffer("scale", torch.ones(7))

    def forward(self, summary, normalise: bool = True):
        if summary.dim() == 3:
            summary = summary.mean(dim=1)
        out = self.net(summary)
        if normalise:
            out = out * self.scale
        return out.view(-1, 7)
`,
  'policy.py': `from parts.backbone import Backbone
from parts.head import Head

class Policy(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.eye = nn.Conv2d(3, 8, 16)
        self.backbone = Backbone(config)
        self.head = Head(config)

    def forward(self, images, text, with_features=False):
        tokens = self.eye(images).flatten(2).transpose(1, 2)
        features, summary, info = self.backbone(torch.cat([tokens, text], dim=1))
        outputs = {"actions": self.head(summary)}
        if with_features:
            outputs.update({"features": features})
        return outputs
`,
});

const seen = async (files: Record<string, string>) =>
  (await detectWith(constantOutput, files)).map(({ file, line, details }) => ({ file, line, ...details }));

describe('through the parts of a policy', () => {
  test('actions hang on learned queries and a batch size alone', async () => {
    expect(await seen(repository('self.queries.expand(B, -1, -1)'))).toEqual([
      {
        file: 'parts/backbone.py',
        line: 10,
        class: 'Backbone',
        output: 'summary',
        strength: 'constant',
        reachesActions: true,
        model: 'Policy',
      },
    ]);
  });

  test.each([
    'self.queries.expand(B, -1, -1) + torch.zeros_like(mixed[:, :4])',
    'self.queries.repeat(mixed.shape[0], 1, 1).to(mixed.dtype)',
    'self.queries + 0 * mixed.sum()',
    'torch.cat([self.queries] * len(tokens), dim=0)',
  ])('constant all the same: %s', async (output) => {
    expect((await seen(repository(output)))[0]).toMatchObject({ strength: 'constant', reachesActions: true });
  });

  test('a tenth of what was seen is weak, not constant', async () => {
    expect(
      await seen(repository('self.queries.expand(B, -1, -1) + 0.1 * mixed.mean(dim=1, keepdim=True)')),
    ).toEqual([expect.objectContaining({ line: 10, strength: 'weak', factor: 0.1, reachesActions: true })]);
    expect((await seen(repository('mixed.mean(1) / 4 + self.queries')))[0]).toMatchObject({ factor: 0.25 });
  });

  test.each([
    'mixed.mean(dim=1)',
    'self.queries + mixed.mean(dim=1, keepdim=True)',
    'self.queries.expand(B, -1, -1) + 2 * mixed',
    'self.queries.expand_as(mixed) * mixed',
    'torch.where(mixed > 0, self.queries, -self.queries)',
    'self.attend(self.queries, mixed)',
    'self.queries if mixed.sum() > 0 else -self.queries',
    'mixed.new_tensor(0.5) * mixed',
  ])('silent: %s', async (output) => {
    expect(await seen(repository(output))).toEqual([]);
  });

  test('silent where another path carries the features to the head', async () => {
    const files = repository('self.queries.expand(B, -1, -1)');
    const policy = files['policy.py'].replace(
      'self.head(summary)',
      'self.head(torch.cat([summary, features], dim=1))',
    );
    expect(await seen({ ...files, 'policy.py': policy })).toEqual([]);
  });

  test('mixing in place, and in a loop, counts', async () => {
    const inPlace = repository('self.queries.expand(B, -1, -1).clone()');
    const filled = inPlace['parts/backbone.py'].replace(
      '        return mixed',
      '        summary[:, 0] = mixed[:, 0]\n        return mixed',
    );
    expect(await seen({ ...inPlace, 'parts/backbone.py': filled })).toEqual([]);
    const looped = inPlace['parts/backbone.py'].replace(
      '        return mixed',
      '        for layer in self.layers:\n            summary = layer(summary, mixed)\n        return mixed',
    );
    expect(await seen({ ...inPlace, 'parts/backbone.py': looped })).toEqual([]);
  });
});

test('the configuration in which it happens', async () => {
  const files = repository('self.queries.expand(B, -1, -1)');
  const policy = files['policy.py']
    .replace(
      '        self.backbone = Backbone(config)\n',
      `        if config.backbone.pretrained:
            self.backbone = nn.TransformerEncoder(layer, 12)
        else:
            self.backbone = Backbone(config)
`,
    )
    .replace(
      '        self.head = Head(config)\n',
      `        if hasattr(config.head, "spatial") and config.head.spatial:
            self.head = SpatialHead(config)
        else:
            self.head = Head(config)
        self.is_spatial = isinstance(self.head, SpatialHead)
`,
    )
    .replace(
      '{"actions": self.head(summary)}',
      '{"actions": self.head(summary, features) if self.is_spatial else self.head(summary)}',
    );
  expect(await seen({ ...files, 'policy.py': policy })).toEqual([
    expect.objectContaining({
      strength: 'constant',
      reachesActions: true,
      condition: 'config.backbone.pretrained is False',
      furthermore: 'config.head.spatial is False',
    }),
  ]);
});

test('a constant output that nobody uses is told apart', async () => {
  const { 'parts/backbone.py': backbone } = repository('self.queries.expand(B, -1, -1)');
  const alone = backbone.replaceAll('summary', 'global_features');
  expect(await seen({ 'backbone.py': alone })).toEqual([
    expect.objectContaining({ output: 'global_features', strength: 'constant', reachesActions: false }),
  ]);
});

test('position embeddings, loss weights and learned tokens that are mixed in are no constant outputs', async () => {
  const source = `class Positions(nn.Module):
    def __init__(self):
        self.table = nn.Parameter(torch.zeros(1, 50, 8))

    def forward(self, x):
        return self.table[:, : x.size(1)]

class Encoder(nn.Module):
    def __init__(self):
        self.positions = Positions()
        self.token = nn.Parameter(torch.zeros(1, 1, 8))
        self.block = nn.Linear(8, 8)

    def forward(self, x):
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1)
        return self.block(x + self.positions(x))

class ActionPolicy(nn.Module):
    def __init__(self):
        self.encoder = Encoder()
        self.temperature = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return {"actions": self.encoder(x), "temperature": self.temperature}
`;
  expect(await seen({ 'model.py': source })).toEqual([]);
});

test('an attribute that other methods write is no constant', async () => {
  const source = `class ActionPolicy(nn.Module):
    def __init__(self):
        self.actions = nn.Parameter(torch.zeros(1, 7))

    def observe(self, image):
        self.actions = self.net(image)

    def forward(self, image):
        return {"actions": self.actions}
`;
  expect(await seen({ 'model.py': source })).toEqual([]);
});
