import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pathNotInData } from './path-not-in-data.ts';
import { detectWith, seenBy } from './spec-tree.ts';

const WRONG = `folder = get_libero_path("bddl_files")
path = os.path.join(folder, "STUDY_SCENE2", "put_it_there.bddl")
`;

test('a folder for a scene, with the path that was probably meant', async () => {
  expect(await seenBy(pathNotInData, WRONG)).toEqual([
    [
      2,
      {
        path: 'bddl_files/STUDY_SCENE2/put_it_there.bddl',
        missing: 'STUDY_SCENE2',
        why: 'bddl_files has only libero_spatial, libero_object, libero_goal, libero_10, libero_90',
        instead: 'bddl_files/libero_90/STUDY_SCENE2_put_it_there.bddl',
      },
    ],
  ]);
});

test('wrong endings, and scenes where the suite has none', async () => {
  const source = `a = Path(get_libero_path("init_states")) / "libero_10" / "KITCHEN_SCENE3_do_it.pt"
b = os.path.join(get_libero_path("bddl_files"), "libero_goal", "KITCHEN_SCENE3_do_it.bddl")
c = os.path.join(root, "bddl_files/libero_90", "do_it.bddl")
`;
  const found = await detectWith(pathNotInData, source);
  expect(found.map(({ line, details }) => [line, details.missing, details.why])).toEqual([
    [1, 'KITCHEN_SCENE3_do_it.pt', 'files in init_states end in .pruned_init or .init'],
    [2, 'KITCHEN_SCENE3_do_it.bddl', 'files in libero_goal name no scene'],
    [3, 'do_it.bddl', 'files in libero_90 begin with their scene'],
  ]);
});

test('right paths, computed ones and other folders are left alone', async () => {
  const source = `folder = get_libero_path("bddl_files")
a = os.path.join(folder, "libero_spatial", "pick_up_the_bowl.bddl")
b = os.path.join(folder, task.problem_folder, task.bddl_file)
c = os.path.join(get_libero_path("init_states"), "libero_10", "STUDY_SCENE1_pick_it_up.pruned_init")
d = os.path.join(get_libero_path("datasets"), "my_scene", "demo.hdf5")
e = os.path.join(folder, f"{suite}", "x.bddl")
f = total / count
`;
  expect(await seenBy(pathNotInData, source)).toEqual([]);
});

test('data that the source folder brings along is looked at', async () => {
  const root = await mkdtemp(join(tmpdir(), 'plumb-'));
  try {
    const folder = join(root, 'third_party', 'bddl_files', 'STUDY_SCENE2');
    await mkdir(folder, { recursive: true });
    expect(await detectWith(pathNotInData, WRONG, root)).toHaveLength(1);
    await writeFile(join(folder, 'put_it_there.bddl'), '(define)');
    expect(await detectWith(pathNotInData, WRONG, root)).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});
