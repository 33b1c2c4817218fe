import { Pseudonyms } from './pseudonyms.ts';
import { collectHosts, redactAddresses, redactUrls } from './redact-hosts.ts';
import { collectUsers, redactPaths } from './redact-paths.ts';
import { redactSecrets } from './redact-secrets.ts';

/** Longest text a name is looked for in at once; nothing that one posts is longer. */
const LONGEST = 64 << 20;

/**
 * Takes out what says whose machine a text is from: user names, host names and addresses, absolute paths but for
 * their last two components, tokens, e-mail addresses. The same name gets the same pseudonym (`user-1`, `host-1`).
 * Pure: the pseudonyms of one call do not depend on another; see `createRedactor` for several texts of one report.
 */
export function redact(text: string): string {
  return createRedactor()(text);
}

/** A `redact` that remembers: the same name has the same pseudonym in every text that it is given. */
export function createRedactor(): (text: string) => string {
  const users = new Pseudonyms('user');
  const hosts = new Pseudonyms('host');
  const emails = new Pseudonyms('email');
  return (text) => {
    if (text.length > LONGEST) throw new RangeError('the text is too long to be redacted at once');
    // what must not be touched again is parked behind private-use characters
    const parked: string[] = [];
    const park = (value: string) => `\ue000${parked.push(value) - 1}\ue001`;
    let out = text.replace(/[\ue000\ue001]/g, '\ufffd');
    out = redactSecrets(out, () => park('<secret>'));
    out = redactUrls(out, hosts, park);
    out = redactAddresses(out, users, hosts, emails, park);
    collectUsers(out, users);
    collectHosts(out, hosts);
    out = redactPaths(out, users);
    out = hosts.replaceEverywhere(users.replaceEverywhere(out));
    // a parked text may hold another: from the last to the first
    for (let i = parked.length - 1; i >= 0; i--) out = out.replaceAll(`\ue000${i}\ue001`, () => parked[i]!);
    return out;
  };
}
