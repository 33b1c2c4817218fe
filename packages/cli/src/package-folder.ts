/** Folder of this package. This file stays one level below it wherever it is built to: `src/`, `dist/`, `bundle/`. */
export const PACKAGE_FOLDER = new URL('..', import.meta.url);
