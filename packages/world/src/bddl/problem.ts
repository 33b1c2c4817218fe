/** A predicate applied to names, e.g. `(On plate_1 main_table_plate_region)`; names and arguments lower-case. */
export interface Predicate {
  readonly name: PredicateName;
  readonly args: readonly string[];
  readonly line: number;
  readonly column: number;
}

/** LIBERO's predicates that judge a state (libero/envs/predicates), with how many names each takes. */
export const PREDICATE_ARITY = {
  on: 2,
  in: 2,
  open: 1,
  close: 1,
  turnon: 1,
  turnoff: 1,
  up: 1,
} as const;

export type PredicateName = keyof typeof PREDICATE_ARITY;

/** A named area on a table or a named site of an object. */
export interface Region {
  /** Target and region joined by `_`, which is also the name of its site in the scene. */
  readonly name: string;
  /** The fixture or object that it belongs to. */
  readonly target: string;
  /** Rectangles [x0, y0, x1, y1] in metres, relative to the workspace; empty for a site of an object. */
  readonly ranges: readonly (readonly [number, number, number, number])[];
  /** Lowest and highest turn about z in radians of a fixture put there; [0, 0] unless given. */
  readonly yawRotation: readonly number[];
  readonly rgba: readonly [number, number, number, number];
}

/** A task as LIBERO's BDDL states it; maps keep the order of the file, which decides the order of the scene. */
export interface BddlProblem {
  /** What errors call the file. */
  readonly place: string;
  /** The kind of workspace, lower-case, e.g. `libero_tabletop_manipulation`. */
  readonly problem: string;
  /** `:language` in lower case. Not LIBERO's instruction, which comes from the file's name. */
  readonly language: string;
  /** Category to names. */
  readonly fixtures: ReadonlyMap<string, readonly string[]>;
  readonly objects: ReadonlyMap<string, readonly string[]>;
  readonly regions: ReadonlyMap<string, Region>;
  readonly objectsOfInterest: readonly string[];
  readonly init: readonly Predicate[];
  /** All must hold. */
  readonly goal: readonly Predicate[];
}
