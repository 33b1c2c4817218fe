const BESIDE = Symbol.for('plumb.errors-beside');

/**
 * Runs `action`, and closes what it used whatever came of it. An error of closing never hides the action's own: it is put
 * beside it (`errorsBeside`). `close` is given the action's error.
 */
export async function closeAfter<T>(
  action: () => T | Promise<T>,
  close: (error?: unknown) => unknown,
): Promise<T> {
  let result: T;
  try {
    result = await action();
  } catch (error) {
    try {
      await close(error);
    } catch (second) {
      putBeside(error, second);
    }
    throw error;
  }
  await close();
  return result;
}

/** What went wrong when things were closed after this error. */
export function errorsBeside(error: unknown): readonly unknown[] {
  return (error as { [BESIDE]?: readonly unknown[] } | null | undefined)?.[BESIDE] ?? [];
}

/** Keeps an error with the one that came first, for whoever tells that. */
export function putBeside(error: unknown, second: unknown): void {
  // what is no object was thrown by a user's module, and can carry nothing
  if (typeof error !== 'object' || error === null) return;
  const value = [...errorsBeside(error), second];
  Object.defineProperty(error, BESIDE, { value, configurable: true });
}
