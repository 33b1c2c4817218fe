/**
 * What LIBERO's data folders hold (hf-libero 0.1.4, `libero/libero/{bddl_files,init_files}`, 130 tasks): one folder a
 * suite, no folder a scene; the scene leads the file name in `libero_90` and `libero_10`, and only there.
 */
const SUITES = ['libero_spatial', 'libero_object', 'libero_goal', 'libero_10', 'libero_90'];
const WITH_SCENE = ['libero_90', 'libero_10'];
const SCENE = /^(KITCHEN|LIVING_ROOM|STUDY)_SCENE\d+/;

/** Keys of `get_libero_path` that name task files, with the endings of the files there. */
export const LIBERO_FOLDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bddl_files', ['.bddl']],
  ['init_states', ['.pruned_init', '.init']],
  ['init_files', ['.pruned_init', '.init']],
]);

export interface MissingPath {
  /** Part of the path that is not there. */
  readonly missing: string;
  readonly why: string;
  /** The path that was probably meant, where one follows. */
  readonly instead: string | undefined;
}

/** Looks a path below one of LIBERO's data folders up; undefined where nothing speaks against it. */
export function missingInLibero(folder: string, path: readonly string[]): MissingPath | undefined {
  const endings = LIBERO_FOLDERS.get(folder);
  const [suite, file, ...rest] = path;
  if (!endings || suite === undefined || rest.length > 0) return undefined;
  if (!SUITES.includes(suite)) {
    // a name with an ending stands where a folder belongs: joined with a folder in front elsewhere, nobody knows
    // and a folder alone may be another suite's, of a fork
    if (/\.\w+$/.test(suite) || file === undefined) return undefined;
    const instead = SCENE.test(suite) ? `libero_90/${suite}_${withEnding(file, endings)}` : undefined;
    return { missing: suite, why: `${folder} has only ${SUITES.join(', ')}`, instead };
  }
  if (file === undefined) return undefined;
  const instead = `${suite}/${withEnding(file, endings)}`;
  if (!endings.some((ending) => file.endsWith(ending))) {
    return { missing: file, why: `files in ${folder} end in ${endings.join(' or ')}`, instead };
  }
  if (WITH_SCENE.includes(suite) !== SCENE.test(file)) {
    const why = WITH_SCENE.includes(suite)
      ? `files in ${suite} begin with their scene`
      : `files in ${suite} name no scene`;
    return { missing: file, why, instead: undefined };
  }
  return undefined;
}

function withEnding(file: string, endings: readonly string[]): string {
  return endings.some((ending) => file.endsWith(ending)) ? file : file.replace(/(\.\w+)?$/, endings[0]!);
}
