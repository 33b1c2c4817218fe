import { PlumbError } from '@plumb/core';

export function wrongChecksum(place: string, expected: string, found: string): PlumbError {
  return new PlumbError({
    code: 'PULL_CHECKSUM_WRONG',
    what: `${place} has the checksum ${found} instead of ${expected}; it was thrown away.`,
    why: 'It was damaged on its way, replaced meanwhile, or is not what its publisher released.',
    remedy: 'Run `plumb assets pull` again. If it stays so, ask who runs the mirror or the proxy in between.',
  });
}

export function notPublished(place: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'PULL_NOT_PUBLISHED',
    what: `${place} does not offer what is needed: ${problem}.`,
    why: 'Plumb takes exact releases only, and none without a checksum.',
    remedy:
      'Check PLUMB_PYPI, PIP_INDEX_URL and HF_ENDPOINT, or fetch the file elsewhere: `plumb assets pull --from`.',
  });
}

export function refused(place: string, status: number): PlumbError {
  return new PlumbError(
    {
      code: 'PULL_REFUSED',
      what: `The server answers ${place} with status ${status}.`,
      why:
        status === 404 || status === 410
          ? 'There is no such file or project.'
          : 'It refuses the request, or it cannot serve it now.',
      remedy:
        'Check PLUMB_PYPI, PIP_INDEX_URL and HF_ENDPOINT; a private hub wants HF_TOKEN. Without a network: `plumb assets pull --from`.',
    },
    { permanent: status < 500 && status !== 429 && status !== 408 },
  );
}

export function brokenOff(place: string, problem: string, cause: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'PULL_BROKEN_OFF',
      what: `${place} could not be fetched to its end: ${problem}.`,
      why: 'The connection broke off again and again.',
      remedy: 'Run `plumb assets pull` again: it goes on where it stopped.',
    },
    { cause, permanent: false },
  );
}

export function unsafePath(place: string, path: string): PlumbError {
  return new PlumbError({
    code: 'ARCHIVE_UNSAFE',
    what: `${place} holds a file named ${JSON.stringify(path)}, which would be written outside of the cache.`,
    why: 'No release of LIBERO or robosuite does that; one made to do harm does.',
    remedy: 'Do not use this source. Fetch the original.',
  });
}
