import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { elementCount } from '@plumb/contract';
import { describe, expect, test } from 'vitest';
import { listTensors } from '../module-spec.ts';
import { buildCausalDecoder } from './build-decoder.ts';
import { buildModel } from './build-model.ts';
import { ConfigFields } from './config-fields.ts';
import { PUBLISHED } from './published.ts';
import { PUBLISHED_TOWERS } from './published-towers.ts';
import { renderTree } from './render-tree.ts';

/** By class: the first digits of the SHA-256 of its tree, as oracle/architecture/family_trees.py writes it. */
type Hashes = Readonly<Record<string, string>>;

interface Case {
  readonly model_type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly releases: Readonly<Record<string, Hashes>>;
}

const folder = new URL('fixtures/families/', import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as unknown;
const cases = readdirSync(folder)
  .filter((file) => !/^(random|published)\.json$/.test(file))
  .map((file) => [file.replace('.json', ''), read(file)] as const) as [
  string,
  Case & { readonly trees: Readonly<Record<string, readonly string[]>> },
][];

const build = (className: string, { model_type, config }: Case, transformers: string) =>
  buildModel(className, model_type, new ConfigFields(config, 'config.json'), { transformers });
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

describe.each(cases)('%s', (_name, entry) => {
  test.each(Object.entries(entry.releases))(
    'registers what transformers %s registers',
    (release, classes) => {
      for (const [className, digest] of Object.entries(classes)) {
        const model = build(className, entry, release);
        expect(model && renderTree(model).trimEnd().split('\n')).toEqual(entry.trees[digest]);
      }
    },
  );
});

const RANDOM = Object.entries(read('random.json') as Record<string, Case>);

test.each(RANDOM)('%s, sizes that no published model has: every release', (_name, entry) => {
  const built = Object.entries(entry.releases).flatMap(([release, classes]) =>
    Object.keys(classes).map((className) => {
      const model = build(className, entry, release);
      return `${release} ${className} ${model ? hash(renderTree(model)) : 'not built'}`;
    }),
  );
  expect(built).toEqual(
    Object.entries(entry.releases).flatMap(([release, classes]) =>
      Object.entries(classes).map(([className, digest]) => `${release} ${className} ${digest}`),
    ),
  );
});

/** By release: the hash of the tree, its tensors, the numbers in its distinct parameters. */
type Verified = Readonly<Record<string, readonly [string, number, number]>>;
const verified = read('published.json') as Readonly<Record<string, Verified>>;

/** Every published config with its class, as `from_pretrained` gets it. */
const published = [
  ...PUBLISHED.map(({ ids, config }) => ({
    id: ids[0]!,
    make: (transformers: string) => buildCausalDecoder(config, { transformers }),
  })),
  ...PUBLISHED_TOWERS.map(({ ids, modelType, className, fields }) => ({
    id: ids[0]!,
    make: (transformers: string) =>
      buildModel(className, modelType, new ConfigFields(fields, ids[0]!), { transformers })!,
  })),
];

test.each(published)('$id, as every release builds it', ({ id, make }) => {
  const found = Object.keys(verified[id]!).map((release) => {
    const model = make(release);
    const tensors = listTensors(model);
    const numbers = tensors
      .filter(({ tiedTo }) => tiedTo === undefined)
      .reduce((sum, { shape }) => sum + elementCount(shape), 0);
    return [release, [hash(renderTree(model)), tensors.length, numbers]];
  });
  expect(Object.fromEntries(found)).toEqual(verified[id]);
});
