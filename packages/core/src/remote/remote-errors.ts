import { PlumbError } from '../plumb-error.ts';

/** A URL without what may be secret: a user's name and password, and the signature in a query. */
export function placeOfUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

export function unreachable(
  place: string,
  host: string,
  problem: string,
  cause?: unknown,
  permanent = false,
): PlumbError {
  return new PlumbError(
    {
      code: 'REMOTE_UNREACHABLE',
      what: `${place} cannot be read: ${problem}.`,
      why: `Without a connection to ${host} nothing is known of this file.`,
      remedy:
        'Check the network (HTTPS_PROXY is honoured), or download the file where there is one and give its path.',
    },
    { cause, permanent },
  );
}

export function noRanges(place: string, size: string): PlumbError {
  return new PlumbError({
    code: 'REMOTE_NO_RANGES',
    what: `The server of ${place} sends the whole file${size} where a part was asked for.`,
    why: 'Plumb reads the few parts of a remote checkpoint that say what it holds; it does not download the rest.',
    remedy: 'Download the file yourself and give its path, or use a server that answers range requests.',
  });
}

export function wrongRange(place: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'REMOTE_RANGE_WRONG',
    what: `The server of ${place} answers a range request wrongly: ${problem}.`,
    why: 'What it sent cannot be placed in the file, so nothing that is read from it could be trusted.',
    remedy: 'Download the file and give its path; tell whoever runs the server or the proxy in between.',
  });
}

export function changedMidway(place: string, before: string, after: string): PlumbError {
  return new PlumbError({
    code: 'REMOTE_FILE_CHANGED',
    what: `${place} changed while it was read: ${before} became ${after}.`,
    why: 'Parts of two different files would give a checkpoint that never existed.',
    remedy: 'Run the command again; on the hub, name a commit: hf://org/model@<commit>/file.',
  });
}

export function tooManyRedirects(place: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'REMOTE_REDIRECT_REFUSED',
    what: `${place} leads elsewhere: ${problem}.`,
    why: 'A chain of redirects without an end, or one that leaves HTTPS, is a misconfigured server or an attack.',
    remedy: 'Give the final address of the file.',
  });
}

/** 401, 403 and 404 say the same on the hub: a private repository is not told apart from one that does not exist. */
export function badStatus(place: string, status: number, hubError: string | undefined): PlumbError {
  const hub = place.startsWith('hf://');
  if (hubError === 'EntryNotFound' || (status === 404 && hubError === 'RevisionNotFound'))
    return new PlumbError({
      code: 'REMOTE_NOT_FOUND',
      what: `${place} does not exist: the repository has no such ${hubError === 'EntryNotFound' ? 'file' : 'revision'}.`,
      why: `The hub answers ${hubError}.`,
      remedy:
        'Look at the files of the repository; without a file, hf://org/model finds the checkpoint itself.',
    });
  if (hub && (status === 401 || status === 403 || status === 404))
    return new PlumbError({
      code: 'REMOTE_DENIED',
      what: `The hub does not show ${place} (status ${status}${hubError ? `, ${hubError}` : ''}).`,
      why: 'The repository does not exist, is private, or its terms were not accepted by the account of the token.',
      remedy: 'Check the name; accept the terms on its page; set HF_TOKEN, or log in with: hf auth login',
    });
  return new PlumbError(
    {
      code: status === 404 || status === 410 ? 'REMOTE_NOT_FOUND' : 'REMOTE_DENIED',
      what: `The server answers ${place} with status ${status}.`,
      why:
        status === 404 || status === 410
          ? 'There is no such file.'
          : 'It refuses the request, or it cannot serve it now.',
      remedy: 'Check the address in a browser; a link that was signed for one download expires.',
    },
    { permanent: status < 500 && status !== 429 },
  );
}
