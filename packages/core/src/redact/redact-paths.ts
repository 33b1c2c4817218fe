import type { Pseudonyms } from './pseudonyms.ts';

// Paths whose next component is somebody's login, everywhere.
const HOMES = 'home|Users|scratch|usr\\/home|export\\/home';
// Paths where clusters often keep one folder a user; it may be a project's as well, so it is only replaced in place.
const SHARES =
  'workspace|workspaces|data|mnt|nfs|storage|lustre|gpfs|projects?|cluster|work|fsx|ssd|hdd|share';

/** Logins in the places where systems name them. */
export function collectUsers(text: string, users: Pseudonyms): void {
  const places = [
    new RegExp(`(?<![\\w.])[/\\\\](?:${HOMES})[/\\\\]([\\w.-]*\\w)`, 'g'),
    /\b[A-Za-z]:[\\/]+Users[\\/]+([\w.-]*\w)/g,
    /(?<![\w/])~([A-Za-z][\w.-]*\w)(?=\/)/g,
    /\b(?:USER|LOGNAME|USERNAME|SLURM_JOB_USER)\s*[=:]\s*['"]?([A-Za-z][\w.-]*\w)/g,
    /\bCurrently logged in as:\s*([\w.-]*\w)/g,
  ];
  for (const place of places) for (const [, name] of text.matchAll(place)) users.of(name!);
}

// what may stand in a path without blanks; the colon of `file.py:12` ends it
const PART = '[^\\s/\\\\\'"`<>|:;,(){}\\[\\]*?\\ue000\\ue001=]+';
const POSIX = new RegExp(`(?<![\\w.~/\\\\<…-])(?:file://)?/(${PART}(?:/+${PART})*)/?`, 'g');
const WINDOWS = new RegExp(`\\b[A-Za-z]:[\\\\/]+(${PART}(?:[\\\\/]+${PART})*)[\\\\/]?`, 'g');
const SHARE = new RegExp(`^(?:${SHARES}|${HOMES})$`);

/** Absolute paths keep their last two components. */
export function redactPaths(text: string, users: Pseudonyms): string {
  const shorten = (separator: string) => (whole: string, body: string) => {
    const parts = body.split(/[\\/]+/);
    const named = parts.map((part, i) => {
      const home = i === 1 && new RegExp(`^(?:${HOMES})$`).test(parts[0]!);
      if (home) return users.of(part);
      // the folder below a share, unless it is the file itself
      const share = i > 0 && SHARE.test(parts[i - 1]!) && i < parts.length - 1;
      return share ? users.of(part, false) : part;
    });
    const end = /[\\/]$/.test(whole) ? separator : '';
    if (parts.length <= 2) return whole.replace(body, () => named.join(separator));
    return `…${separator}${named.slice(-2).join(separator)}${end}`;
  };
  return text
    .replace(WINDOWS, shorten('\\'))
    .replace(POSIX, shorten('/'))
    .replace(/(?<![\w/])~([A-Za-z][\w.-]*\w)(?=\/)/g, (_, name) => `~${users.of(name)}`);
}
