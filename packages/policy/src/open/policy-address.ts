import { PlumbError } from '@plumb/core';

/** What a policy's name says: a kind, and what comes after it. */
export interface PolicyAddress {
  /** `openpi`, `openvla`, `openvla-oft`, `vla-eval`, `grpc`, `replay`, …, or `module` for a path. */
  readonly kind: string;
  /** What comes after the colon, or the path. */
  readonly rest: string;
  /** For servers: where, without user and password. */
  readonly url?: URL;
  readonly password?: string;
  /** The name without the password, for records. */
  readonly name: string;
}

const SERVERS: Record<string, { kind: string; transport: string; port: number }> = {
  openpi: { kind: 'openpi', transport: 'ws', port: 8000 },
  'openpi+wss': { kind: 'openpi', transport: 'wss', port: 443 },
  'openvla+http': { kind: 'openvla', transport: 'http', port: 8000 },
  'openvla+https': { kind: 'openvla', transport: 'https', port: 443 },
  'openvla-oft+http': { kind: 'openvla-oft', transport: 'http', port: 8777 },
  'openvla-oft+https': { kind: 'openvla-oft', transport: 'https', port: 443 },
  'vla-eval': { kind: 'vla-eval', transport: 'ws', port: 8000 },
  'vla-eval+wss': { kind: 'vla-eval', transport: 'wss', port: 443 },
};

/** Splits the name of a policy. Throws `POLICY_ADDRESS` where a server's address cannot be read. */
export function parsePolicyAddress(text: string): PolicyAddress {
  if (/^(\.{0,2}[/\\]|[a-z]:[\\/])|\.[cm]?[jt]s$/i.test(text))
    return { kind: 'module', rest: text, name: text };
  const scheme = /^([a-z][a-z0-9+-]*):\/\/(.*)$/i.exec(text);
  const server = scheme === null ? undefined : SERVERS[scheme[1]!.toLowerCase()];
  if (scheme === null) {
    const colon = text.indexOf(':');
    return colon < 0
      ? { kind: text, rest: '', name: text }
      : { kind: text.slice(0, colon), rest: text.slice(colon + 1), name: text };
  }
  if (server === undefined) return { kind: scheme[1]!.toLowerCase(), rest: scheme[2]!, name: text };
  const url = readUrl(`${server.transport}://${scheme[2]}`, text);
  // 80 and 443 vanish from a URL that was given them
  const named = /:\d+$/.test(scheme[2]!.split('/')[0]!);
  if (!named) url.port = String(server.port);
  const password = url.password === '' ? undefined : decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  const where = `${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  return {
    kind: server.kind,
    rest: scheme[2]!,
    url,
    ...(password === undefined ? {} : { password }),
    name: `${scheme[1]}://${where}`,
  };
}

function readUrl(text: string, given: string): URL {
  try {
    const url = new URL(text);
    if (url.hostname !== '') return url;
  } catch {}
  throw new PlumbError({
    code: 'POLICY_ADDRESS',
    what: `"${given}" is no address of a policy server.`,
    why: 'It needs a host, and a port where it is not the usual one.',
    remedy: 'Write it like openpi://localhost:8000.',
  });
}
