/** Headers of a METADATA, PKG-INFO or WHEEL file (RFC 822), up to the blank line that starts the description. */
export function readHeaders(text: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break;
    if (/^\s/.test(line)) {
      // a folded header goes on
      if (last) last[last.length - 1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    last = headers.get(name) ?? [];
    last.push(line.slice(colon + 1).trim());
    headers.set(name, last);
  }
  return headers;
}

/** Where a distribution came from, of its `direct_url.json` (PEP 610): a commit, an archive, or a folder. */
export function readOrigin(json: string): string | undefined {
  let record: { url?: unknown; vcs_info?: { vcs?: unknown; commit_id?: unknown } };
  try {
    record = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (typeof record?.url !== 'string') return undefined;
  const { vcs, commit_id: commit } = record.vcs_info ?? {};
  return vcs ? `${vcs}+${record.url}${commit ? `@${commit}` : ''}` : record.url;
}
