import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMachine } from './read-machine.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-spec-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function machine(notes: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(notes)) await writeFile(join(folder, name), text);
  return readMachine('node.tar', folder);
}

test('what no note speaks of is not known', async () => {
  expect(await machine({})).toEqual({
    ...{ path: 'node.tar', variables: undefined, libraries: undefined, gpus: [], driverCuda: undefined },
    ...{ torchCuda: undefined, liberoConfig: undefined, liberoConfigAbsent: false, sitePackages: [] },
  });
});

test('variables, libraries and GPUs with their lines', async () => {
  const found = await machine({
    'gl.txt':
      '# variables\nMUJOCO_GL=egl\nNOT A VARIABLE\n# libraries\n\tlibEGL.so.1 (libc6) => /lib/libEGL.so.1\n',
    'cuda.txt':
      "torch/version.py\ncuda: Optional[str] = '12.8'\n$ nvidia-smi\n| Driver Version: 535.1   CUDA Version: 12.2  |\n|   0  NVIDIA A100-SXM4-80GB          On  |\n|   1  NVIDIA A100-SXM4-80GB          On  |\n",
  });
  const at = (name: string, line: number) => `${join(folder, name)}:${line}`;
  expect([...found.variables!]).toEqual([['MUJOCO_GL', { value: 'egl', place: at('gl.txt', 2) }]]);
  expect(found.libraries).toEqual([{ value: 'libEGL.so.1', place: at('gl.txt', 5) }]);
  expect(found.gpus.map(({ value }) => value)).toEqual(['NVIDIA A100-SXM4-80GB', 'NVIDIA A100-SXM4-80GB']);
  expect(found.driverCuda).toEqual({ value: '12.2', place: at('cuda.txt', 4) });
  expect(found.torchCuda).toEqual({ value: '12.8', place: at('cuda.txt', 2) });
});

test('a capture of before the parts had names, or without ldconfig, says nothing of libraries', async () => {
  expect((await machine({ 'gl.txt': 'MUJOCO_GL=egl\nlibGL.so.1 (libc6)\n' })).libraries).toBeUndefined();
  expect((await machine({ 'gl.txt': '# libraries\n(no ldconfig) lib\n' })).libraries).toBeUndefined();
  expect((await machine({ 'gl.txt': '# libraries\n# devices\n' })).libraries).toEqual([]);
});

test("LIBERO's paths, quoted or not; absent only where it was looked for", async () => {
  const config = '# /home/u/.libero/config.yaml\nassets: /a b/assets\nbddl_files: "/c/bddl"\n';
  const { liberoConfig } = await machine({ 'libero-config.yaml': config, 'site-packages.txt': '/site\n' });
  expect(liberoConfig!.file).toBe('/home/u/.libero/config.yaml');
  expect([...liberoConfig!.paths].map(([name, { value }]) => [name, value])).toEqual([
    ['assets', '/a b/assets'],
    ['bddl_files', '/c/bddl'],
  ]);
  await rm(join(folder, 'libero-config.yaml'));
  expect((await machine({})).liberoConfigAbsent).toBe(true);
});

test('a line that no tool writes is passed over', async () => {
  const long = `a: x${' '.repeat(200_000)}y`;
  const { liberoConfig } = await machine({ 'libero-config.yaml': `# f\n${long}\nassets: /a\n` });
  expect([...liberoConfig!.paths.keys()]).toEqual(['assets']);
});
