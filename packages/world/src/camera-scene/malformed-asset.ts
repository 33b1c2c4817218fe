import { PlumbError } from '@plumb/core';

/** `MESH_MALFORMED` or `TEXTURE_MALFORMED`: a file of a scene that is not what its name says. */
export function malformedAsset(kind: 'mesh' | 'texture', place: string, problem: string): PlumbError {
  return new PlumbError({
    code: kind === 'mesh' ? 'MESH_MALFORMED' : 'TEXTURE_MALFORMED',
    what: `${place}: ${problem}.`,
    why: `The ${kind} is damaged, or not the one that was released, so no picture of the scene can be right.`,
    remedy: 'Run `plumb assets` to see which files are used, and fetch them again.',
  });
}

/** `SCENE_UNSUPPORTED`: MJCF that no scene of the suites uses and that a camera would draw wrongly. */
export function unsupportedModel(what: string): PlumbError {
  return new PlumbError({
    code: 'SCENE_UNSUPPORTED',
    what: `The model has ${what}.`,
    why: 'Plumb reads as much of MJCF for its camera as the suites use; ignoring the rest would draw a wrong picture.',
    remedy: 'Write the model without it.',
  });
}
