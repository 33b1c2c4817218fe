import { type ModuleSpec, predictLoad } from '@plumb/architecture';
import type { Checkpoint } from '@plumb/checkpoint';
import { PlumbError, quoteForShell } from '@plumb/core';
import { findNotFinite } from './find-not-finite.ts';

/** Characters of PyTorch's message: it may list thousands of names. */
const MESSAGE_SHOWN = 600;

/** Refuses pickles known to run code, though nothing here would run them. Throws `CHECKPOINT_REFUSED`. */
export function refuseDangerous({ path, verdict, globals }: Checkpoint): void {
  if (verdict !== 'dangerous') return;
  const names = globals.filter((use) => use.verdict === 'dangerous').map(({ name }) => name);
  throw refused(
    path,
    `Its verdict is dangerous: unpickling it would run ${names.join(', ')}.`,
    `plumb inspect ${quoteForShell(path)} shows where. Plumb executes none of it, and runs no model from such a file.`,
  );
}

/**
 * Refuses tensors that do not fit the model, in the words of `load_state_dict` as `plumb check` predicts them. Throws
 * `CHECKPOINT_REFUSED`.
 */
export function refuseMismatch({ path, tensors }: Checkpoint, spec: ModuleSpec): void {
  const prediction = predictLoad(tensors, spec, { strict: true });
  if (prediction.error !== null)
    throw refused(
      path,
      `It does not load. ${shorten(prediction.error)}`,
      `plumb check ${quoteForShell(path)} --env <environment> shows all of it, plumb diagnose ${quoteForShell(path)} why.`,
    );
}

/** Refuses numbers that are none among the tensors of these names. Throws `CHECKPOINT_REFUSED`. */
export async function refuseNotFinite(
  { path, tensors }: Checkpoint,
  names: ReadonlySet<string>,
): Promise<void> {
  const bad = await findNotFinite(tensors.filter(({ name }) => names.has(name)));
  if (bad.length > 0)
    throw refused(
      path,
      `${bad.length} of its tensors hold NaN or infinities, ${bad[0]!.name} first (element ${bad[0]!.element}): no forward pass through them is a number.`,
      `plumb inspect ${quoteForShell(path)} --stats lists them.`,
    );
}

function shorten(message: string): string {
  // PyTorch indents by tabs
  const text = message.replaceAll('\t', '  ');
  return text.length <= MESSAGE_SHOWN ? text : `${text.slice(0, MESSAGE_SHOWN)} …`;
}

function refused(path: string, why: string, remedy: string): PlumbError {
  return new PlumbError({
    code: 'CHECKPOINT_REFUSED',
    what: `${path} was refused before any of it ran.`,
    why,
    remedy,
  });
}
