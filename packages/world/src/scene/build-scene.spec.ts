import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseProblem } from '../bddl/parse-problem.ts';
import { AssetFiles } from '../mjcf/asset-files.ts';
import { TASK_NAMES } from '../task/task-names.ts';
import { liberoHere, RECORDED_TASKS, referenceHere } from '../testing/libero-here.ts';
import { parseXml } from '../xml/parse-xml.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { buildScene } from './build-scene.ts';

const assets = await liberoHere();
const reference = referenceHere();
const files =
  assets && new AssetFiles({ libero: assets['libero-assets'], robosuite: assets['robosuite-assets'] });

const digests = JSON.parse(readFileSync(new URL('./fixtures/scene-digests.json', import.meta.url), 'utf8'));

const build = (task: string) =>
  buildScene(files!, parseProblem(readFileSync(join(assets!['libero-bddl'], `${task}.bddl`), 'utf8'), task));

const NUMBERS = /^[-+.\deE]+(\s+[-+.\deE]+)*$/;

/** One line an element, attributes sorted; `print` writes a number. */
function lines(element: XmlElement, path = '', print: (value: number) => string = String): string[] {
  const attributes = [...element.attributes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      const text = value.trim();
      return `${name}=${
        NUMBERS.test(text)
          ? text
              .split(/\s+/)
              .map((word) => print(Number(word)))
              .join(' ')
          : text
      }`;
    });
  const here = `${path}/${element.tag}`;
  return [
    `${here} ${attributes.join(' | ')}`,
    ...element.children.flatMap((child) => lines(child, here, print)),
  ];
}

/** As oracle/world/scene-digests.py writes numbers; -0 as 0. */
function bits(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value + 0);
  return bytes.toString('hex');
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

test.skipIf(!files || !reference).each(RECORDED_TASKS)(
  'the scene of %s equals the recorded one (skipped without LIBERO and ../shared)',
  (task) => {
    const recorded = parseXml(readFileSync(join(reference!, task, 'model.xml'), 'utf8'), task);
    const meta = JSON.parse(readFileSync(join(reference!, task, 'meta.json'), 'utf8'));
    // the recording has the placement and the site colours of its reset written in; it notes what stood there
    for (const [name, pose] of Object.entries<Record<string, number[]>>(meta.body_overrides)) {
      const body = recorded.find('body', name)!;
      const own = build(task).mjcf.find('body', name)!;
      for (const [attribute, source] of [
        ['pos', pose.pos_src!],
        ['quat', pose.quat_src!],
      ] as const) {
        if (own.attributes.has(attribute)) body.set(attribute, source);
        else body.attributes.delete(attribute);
      }
    }
    for (const [name, colour] of Object.entries<Record<string, number[]>>(meta.site_rgba_overrides)) {
      recorded.find('site', name)!.set('rgba', colour.rgba_src!.map(Math.fround));
    }
    const compiler = recorded.child('compiler')!;
    compiler.set('meshdir', 'meshes/').attributes.delete('texturedir');
    const own = build(task).mjcf;
    for (const site of own.walk()) {
      const source = site.tag === 'site' && meta.site_rgba_overrides[site.get('name') ?? ''];
      if (source) site.set('rgba', site.get('rgba')!.split(/\s+/).map(Number).map(Math.fround));
    }
    expect(lines(own)).toEqual(lines(recorded));
  },
);

test.skipIf(!files)(
  'the scenes of all 130 tasks equal those of Python (skipped where LIBERO is not found)',
  () => {
    const names = Object.entries(TASK_NAMES).flatMap(([suite, tasks]) =>
      tasks.map((name) => `${suite}/${name}`),
    );
    const built = names.map((name) => [name, digest(lines(build(name).mjcf, '', bits).join('\n'))]);
    expect(built.length).toBe(130);
    expect(Object.fromEntries(built)).toEqual(digests.scenes);
  },
);

test.skipIf(!files)('a goal about what is not there is an error (skipped where LIBERO is not found)', () => {
  const text = readFileSync(join(assets!['libero-bddl'], 'libero_goal/turn_on_the_stove.bddl'), 'utf8');
  const broken = parseProblem(text.replace('Turnon flat_stove_1', 'Turnon flat_stove_2'), 'a.bddl');
  expect(() => buildScene(files!, broken)).toThrow(
    expect.objectContaining({ code: 'BDDL_NAME_UNKNOWN', what: expect.stringContaining('flat_stove_2') }),
  );
});
