import { PlumbError } from '@plumb/core';
import { type PythonEnvironment, readEnvironment } from '@plumb/python';

export interface OpenEnvironment {
  readonly environment: PythonEnvironment;
  /** Names what is in a capture by the capture, in an answer that is about to be printed. */
  name<Value>(answer: Value): Value;
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

/** What `--env` names: a folder, a listing, or the tar file of a capture. */
export async function openEnvironment(path: string): Promise<OpenEnvironment> {
  // the room is not loaded for what is no tar by its name
  if (!/\.(?:tar|tar\.gz|tgz)$/i.test(path))
    return { environment: await readEnvironment(path), name: (answer) => answer, close: async () => {} };
  const { nameByCapture, openCapture } = await import('@plumb/diagnose');
  const capture = await openCapture(path);
  if (capture.environment === undefined) {
    await capture.close();
    throw noEnvironment(path);
  }
  try {
    const environment = await readEnvironment(capture.environment);
    return {
      environment: { ...environment, path },
      name: (answer) => nameByCapture(answer, [capture]),
      close: capture.close,
    };
  } catch (error) {
    await capture.close();
    throw error;
  }
}

function noEnvironment(path: string): PlumbError {
  return new PlumbError({
    code: 'CAPTURE_WITHOUT_ENVIRONMENT',
    what: `${path} holds no Python environment.`,
    why: 'On the node neither a Python could be run nor a folder of packages be found when it was made.',
    remedy: 'Activate the environment and run capture.sh again, or name its folder: sh capture.sh -e ~/venv',
  });
}
