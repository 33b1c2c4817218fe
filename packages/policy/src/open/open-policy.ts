import { PlumbError } from '@plumb/core';
import { randomPolicy, zeroPolicy } from '../builtin/fixed-policies.ts';
import { FAMILIES, type Family } from '../manifest/families.ts';
import { overrideManifest } from '../manifest/override-manifest.ts';
import type { Policy } from '../policy.ts';
import { parsePolicyAddress } from './policy-address.ts';
import { refuseGrpc } from './refuse-grpc.ts';

export interface PolicyOptions {
  /** Items of `--manifest`, each `key=value`. */
  readonly manifest?: readonly string[];
  /** For `random`. */
  readonly seed?: number;
  /** Sent as `Authorization: Api-Key …` (openpi) or `Bearer …` (HTTP); one in the address comes first. */
  readonly apiKey?: string;
  /** Which statistics an OpenVLA server shall use; left out where its checkpoint has only one. */
  readonly unnormKey?: string;
  readonly timeouts?: Partial<PolicyTimeouts>;
  /** Kinds of policy that other rooms make, by the word before the colon: `expert`, `atlas`, `replay`. */
  readonly others?: Readonly<Record<string, OpenOther>>;
  readonly signal?: AbortSignal;
}

/** Milliseconds. */
export interface PolicyTimeouts {
  /** To connect and shake hands, each attempt. */
  readonly connect: number;
  /** For the first answer of a server: JAX and torch compile on it. */
  readonly firstAnswer: number;
  readonly answer: number;
  /** Attempts at a connection, or at a question that may be asked again, with growing waits between. */
  readonly attempts: number;
}

export type OpenOther = (rest: string, options: PolicyOptions) => Promise<Policy>;

export const DEFAULT_TIMEOUTS: PolicyTimeouts = {
  connect: 10_000,
  firstAnswer: 300_000,
  answer: 60_000,
  attempts: 4,
};

/**
 * Opens what POLICY on a command line names: `openpi://host:port`, `openvla+http://…`, `openvla-oft+http://…`, `vla-eval://…`,
 * `random`, `zero`, a path to a module, or a kind in `options.others`. Servers are asked for what they say of themselves.
 * Throws `POLICY_UNKNOWN`, `POLICY_REFUSED` (gRPC), `MANIFEST_ITEM`, and what the client says of its server.
 */
export async function openPolicy(text: string, options: PolicyOptions = {}): Promise<Policy> {
  const address = parsePolicyAddress(text);
  const other = options.others?.[address.kind];
  if (other !== undefined) return other(address.rest, options);
  const given = (family: Family) => overrideManifest(FAMILIES[family], options.manifest ?? []);
  switch (address.kind) {
    case 'zero':
      return zeroPolicy(given('blind'));
    case 'random':
      return randomPolicy(given('blind'), options.seed ?? 0);
    case 'grpc':
    case 'grpcs':
    case 'lerobot':
      throw refuseGrpc(text);
    default:
      throw unknownPolicy(text, Object.keys(options.others ?? {}));
  }
}

function unknownPolicy(text: string, others: readonly string[]): PlumbError {
  return new PlumbError({
    code: 'POLICY_UNKNOWN',
    what: `"${text}" names no policy.`,
    why: `Plumb opens openpi://, openvla+http://, openvla-oft+http:// and vla-eval:// servers, ${['random', 'zero', ...others].join(', ')}, and modules (./my-policy.js).`,
    remedy: 'docs/policies.md shows each of them; a path to a module begins with ./',
  });
}
