import { expect, test } from 'vitest';
import { missingInLibero } from './libero-files.ts';

test('suites are the only folders', () => {
  expect(missingInLibero('bddl_files', ['libero_spatial', 'pick_up_the_bowl.bddl'])).toBeUndefined();
  expect(missingInLibero('bddl_files', ['libero_100', 'x.bddl'])).toMatchObject({ missing: 'libero_100' });
  expect(missingInLibero('bddl_files', ['libero_100', 'x.bddl'])!.instead).toBeUndefined();
});

test('an init file of a scene is found again, with its ending', () => {
  expect(missingInLibero('init_states', ['KITCHEN_SCENE1', 'open_it.pt'])!.instead).toBe(
    'libero_90/KITCHEN_SCENE1_open_it.pruned_init',
  );
});

test('what is deeper, or not LIBERO’s, is not known', () => {
  expect(missingInLibero('datasets', ['anything'])).toBeUndefined();
  expect(missingInLibero('bddl_files', ['libero_10', 'deeper', 'x.bddl'])).toBeUndefined();
  expect(missingInLibero('bddl_files', ['x.bddl'])).toBeUndefined();
  expect(missingInLibero('init_states', ['libero_of_a_fork'])).toBeUndefined();
});
