import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAllowed } from './allowed-globals.ts';
import type { Verdict } from './checkpoint.ts';
import { findWeapon } from './dangerous-globals.ts';
import { judgeGlobals, worstVerdict } from './judge-globals.ts';
import { scanPickles } from './scan-pickles.ts';

const text = (value: string) => `X${String.fromCharCode(value.length, 0, 0, 0)}${value}`;
const judge = (program: string) =>
  judgeGlobals(scanPickles(new Uint8Array(Buffer.from(program, 'latin1')), 'x.pkl').sightings, 'x.pkl');
const verdictOf = (program: string): Verdict => worstVerdict(judge(program));
const call = `${text('echo')}\x85R`;

test('all that torch allows is safe, and nothing that is safe is a weapon', () => {
  const names: string[] = JSON.parse(
    readFileSync(new URL('./fixtures/torch-globals.json', import.meta.url), 'utf8'),
  );
  for (const name of names) {
    expect(isAllowed(name), name).toBe(true);
    const dot = name.lastIndexOf('.');
    expect(findWeapon(name.slice(0, dot), name.slice(dot + 1)), name).toBeUndefined();
  }
});

describe('ways to hide a call, one for each trick', () => {
  const rows: [trick: string, program: string, verdict: Verdict, name: string][] = [
    ['GLOBAL', `cos\nsystem\n${call}.`, 'dangerous', 'os.system'],
    ['posix instead of os', `cposix\nsystem\n${call}.`, 'dangerous', 'posix.system'],
    ['STACK_GLOBAL', `\x80\x04\x8c\x02os\x8c\x06system\x93${call}.`, 'dangerous', 'os.system'],
    [
      'names from the memo',
      `\x80\x04\x8c\x02os\x94\x8c\x06system\x9400h\x00h\x01\x93${call}.`,
      'dangerous',
      'os.system',
    ],
    [
      'memo overwritten',
      `\x80\x04\x8c\x04jsonq\x00\x8c\x02osq\x0000h\x00\x8c\x06system\x93${call}.`,
      'dangerous',
      'os.system',
    ],
    [
      'decoys between the names',
      `\x80\x04\x8c\x02os(\x8c\x04json1\x8c\x06systemN0\x93${call}.`,
      'dangerous',
      'os.system',
    ],
    ['INST', `(${text('echo')}ios\nsystem\n.`, 'dangerous', 'os.system'],
    ['OBJ', `(cos\nsystem\n${text('echo')}o.`, 'dangerous', 'os.system'],
    ['NEWOBJ', `\x80\x02csubprocess\nPopen\n${text('echo')}\x85\x81.`, 'dangerous', 'subprocess.Popen'],
    ['NEWOBJ_EX', `\x80\x04csubprocess\nPopen\n)}\x92.`, 'dangerous', 'subprocess.Popen'],
    ['name of Python 2', `c__builtin__\neval\n${call}.`, 'dangerous', 'builtins.eval'],
    [
      'name of Python 2 that was renamed',
      `ccommands\ngetoutput\n${call}.`,
      'dangerous',
      'subprocess.getoutput',
    ],
    [
      'name of Python 2 under protocol 4',
      `\x80\x04c__builtin__\neval\n${call}.`,
      'dangerous',
      '__builtin__.eval',
    ],
    [
      'through a safe module',
      `\x80\x04\x8c\x05torch\x8c\x09os.system\x93${call}.`,
      'dangerous',
      'torch.os.system',
    ],
    ['module as an attribute', `ctorch\nos\n.`, 'dangerous', 'torch.os'],
    [
      'through dunders of a safe class',
      `\x80\x04\x8c\x0bcollections\x8c\x20OrderedDict.__init__.__globals__\x93.`,
      'dangerous',
      'collections.OrderedDict.__init__.__globals__',
    ],
    ['getattr', `cbuiltins\ngetattr\n.`, 'dangerous', 'builtins.getattr'],
    ['method by name', `coperator\nmethodcaller\n${call}.`, 'dangerous', 'operator.methodcaller'],
    [
      'a tool of torch',
      `ctorch.utils.collect_env\nrun\n${call}.`,
      'dangerous',
      'torch.utils.collect_env.run',
    ],
    ['another tool of torch', `ctorch.hub\nload\n${call}.`, 'dangerous', 'torch.hub.load'],
    [
      'a tool of NumPy',
      `cnumpy.testing._private.utils\nrunstring\n.`,
      'dangerous',
      'numpy.testing._private.utils.runstring',
    ],
    [
      'a pickle in a pickle',
      `ctorch.storage\n_load_from_bytes\n.`,
      'dangerous',
      'torch.storage._load_from_bytes',
    ],
    [
      'spawning',
      `cmultiprocessing.util\nspawnv_passfds\n.`,
      'dangerous',
      'multiprocessing.util.spawnv_passfds',
    ],
    ['code objects', `ctypes\nCodeType\n.`, 'dangerous', 'types.CodeType'],
    ['an argument, never called', `ccollections\ndefaultdict\ncos\nsystem\n\x85R.`, 'dangerous', 'os.system'],
    ['in a persistent id', `cos\nsystem\n${call}Q.`, 'dangerous', 'os.system'],
    ['popped at once', `cos\nsystem\n0N.`, 'dangerous', 'os.system'],
    ['a second pickle behind STOP', `N.cos\nsystem\n${call}.`, 'dangerous', 'os.system'],
    ['a second pickle that breaks', `N.cos\nsystem\n${call}\xff`, 'dangerous', 'os.system'],
    ['an extension code', `\x80\x02\x82\x01.`, 'unknown', 'copyreg._inverted_registry[1]'],
    ['a class of a project', `cproject.model\nConfig\n)R.`, 'unknown', 'project.model.Config'],
    ['an unlisted function of Python', `cbase64\nb64decode\n.`, 'unknown', 'base64.b64decode'],
    ['letters that look alike', `\x80\x04\x8c\x03\xd0\xbes\x8c\x06system\x93.`, 'unknown', 'оs.system'],
    ['a newline in a name', `\x80\x04\x8c\x04os\nx\x8c\x06system\x93.`, 'unknown', 'os\nx.system'],
    [
      'a name that is computed',
      `\x80\x04c_codecs\nencode\n${text('bf')}${text('rot13')}\x86R\x8c\x06system\x93.`,
      'dangerous',
      '<computed>.system',
    ],
    ['calling what a call returned', `cproject\nf\n)R${call}.`, 'dangerous', 'project.f(…)'],
    [
      'attributes set on a class',
      `ccollections\nCounter\n}${text('x')}K\x01sb.`,
      'dangerous',
      'collections.Counter',
    ],
    [
      'a method set on an instance',
      `cargparse\nNamespace\n)\x81}${text('__setstate__')}cproject\nf\nsb.`,
      'dangerous',
      'argparse.Namespace.__setstate__',
    ],
  ];
  test.each(rows)('%s', (_, program, verdict, name) => {
    expect(verdictOf(program)).toBe(verdict);
    expect(judge(program)).toContainEqual(expect.objectContaining({ name, verdict }));
  });
});

test('a pickle that runs code and then breaks is refused by name', () => {
  const program = new Uint8Array(Buffer.from(`cos\nsystem\n${call}0\xff`, 'latin1'));
  expect(() => scanPickles(program, 'x.pkl')).toThrowError(
    expect.objectContaining({ code: 'PICKLE_DANGEROUS', what: expect.stringContaining('os.system') }),
  );
});

test('a name is listed once, with the place where it is first met', () => {
  const uses = judge(`cproject\nA\n0cproject\nB\n0cproject\nA\n.`);
  expect(uses.map(({ name, offset }) => [name, offset])).toEqual([
    ['project.A', 0],
    ['project.B', 12],
  ]);
});

test('plain values and containers name nothing', () => {
  expect(judge(`\x80\x02}${text('a')}](K\x01K\x02es.`)).toEqual([]);
});
