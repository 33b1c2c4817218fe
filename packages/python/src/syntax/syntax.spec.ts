import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { childrenOf, type Node, parsePython } from '../parse.ts';
import {
  argumentOf,
  calleeName,
  findCalls,
  hasSplat,
  keywordArguments,
  positionalArguments,
} from './calls.ts';
import { importedNames, resolveName } from './imports.ts';
import { literalValue, pathValue } from './literal.ts';
import { assignmentsIn, constantsOf, definedName, enclosingClass, enclosingFunction } from './scopes.ts';

// made by oracle/python/literals.py with ast.literal_eval
const literals = JSON.parse(readFileSync(new URL('../fixtures/literals.json', import.meta.url), 'utf8')) as {
  text: string;
  value: unknown;
  computed: boolean;
}[];

async function withTree<T>(source: string, run: (root: Node) => T): Promise<T> {
  const tree = await parsePython(source);
  try {
    return run(tree.rootNode);
  } finally {
    tree.delete();
  }
}

const firstValue = (root: Node) => assignmentsIn(root)[0]!.value;

describe('a literal has the value that Python gives it', () => {
  test.each(literals)('$text', async ({ text, value, computed }) => {
    const found = await withTree(`x = ${text}\n`, (root) => literalValue(firstValue(root)));
    expect(found).toEqual(computed ? undefined : value);
  });
});

test.each([
  ['os.path.join("a", "b", "c.pt")', 'a/b/c.pt'],
  ['os.path.join("a/", "/b")', '/b'],
  ['Path("logs") / "best.pt"', 'logs/best.pt'],
  ['str(Path("logs") / "best.pt")', 'logs/best.pt'],
  ['os.path.join(root, "b")', undefined],
  ['"a" + name', undefined],
])('path %s', async (text, path) => {
  expect(await withTree(`x = ${text}\n`, (root) => pathValue(firstValue(root)))).toBe(path);
});

test('calls are found by their name, with their arguments', async () => {
  const source = `
model.vggt.load_state_dict(sd, strict=False)
get()[0].load_state_dict(sd)
torch.hub.load("repo", "model", **options)
hub.load(*names)
reload(x)
`;
  await withTree(source, (root) => {
    expect(findCalls(root, 'load_state_dict').length).toBe(2);
    expect(findCalls(root, 'hub.load').map(calleeName)).toEqual(['torch.hub.load', 'hub.load']);
    expect(findCalls(root, 'load').length).toBe(2);
    const [load] = findCalls(root, 'load_state_dict');
    expect(keywordArguments(load!).get('strict')?.text).toBe('False');
    expect(argumentOf(load!, 'state_dict', 0)?.text).toBe('sd');
    expect(argumentOf(load!, 'assign', 2)).toBeUndefined();
    const [hub, splat] = findCalls(root, 'hub.load');
    expect(positionalArguments(hub!).map(({ text }) => text)).toEqual(['"repo"', '"model"']);
    expect([hub, splat, load].map((call) => hasSplat(call!))).toEqual([true, true, false]);
  });
});

test('imported names mean what they were imported as', async () => {
  const source = `
import numpy as np, os.path
from torch import hub, nn as layers
from .configs import (Config as C,
    Other)
from . import utils
def f():
    from a.b import c
`;
  await withTree(source, (root) => {
    const names = importedNames(root);
    expect(Object.fromEntries(names)).toEqual({
      np: 'numpy',
      os: 'os',
      hub: 'torch.hub',
      layers: 'torch.nn',
      C: '.configs.Config',
      Other: '.configs.Other',
      utils: '.utils',
      c: 'a.b.c',
    });
    expect(resolveName('hub.load', names)).toBe('torch.hub.load');
    expect(resolveName('local.x', names)).toBe('local.x');
  });
});

test('scopes, assignments and constants', async () => {
  const source = `
URL = "https://example/model.pt"
A = B = 3
X = 1
X = 2
class Net:
    SIZE: int = 224
    def forward(self, x):
        self.y, z = 1, x
        a, b = f(x)
`;
  await withTree(source, (root) => {
    expect([...constantsOf(root)].map(([name, { value }]) => [name, value])).toEqual([
      ['URL', 'https://example/model.pt'],
      ['A', 3],
    ]);
    const assigned = assignmentsIn(root).map(({ target, value }) => `${target} = ${value.text}`);
    expect(assigned).toContain('B = 3');
    expect(assigned).toContain('self.y = 1');
    expect(assigned).toContain('z = x');
    expect(assigned).toContain('a = f(x)');
    const [call] = findCalls(root, 'f');
    expect(definedName(enclosingFunction(call!)!)).toBe('forward');
    const owner = enclosingClass(call!)!;
    expect([definedName(owner), constantsOf(owner).get('SIZE')?.value]).toEqual(['Net', 224]);
    expect(enclosingFunction(childrenOf(root)[0]!)).toBeUndefined();
  });
});
