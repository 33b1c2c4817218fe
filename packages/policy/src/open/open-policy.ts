import { PlumbError } from '@plumb/core';
import { randomPolicy, zeroPolicy } from '../builtin/fixed-policies.ts';
import type { ClientOptions } from '../clients/client-options.ts';
import { openModule } from '../clients/open-module.ts';
import { FAMILIES, type Family } from '../manifest/families.ts';
import { type GivenManifest, overrideManifest } from '../manifest/override-manifest.ts';
import type { Policy } from '../policy.ts';
import { type PolicyAddress, parsePolicyAddress } from './policy-address.ts';
import { DEFAULT_TIMEOUTS, type PolicyTimeouts } from './policy-timeouts.ts';
import { refuseGrpc } from './refuse-grpc.ts';

export interface PolicyOptions {
  /** Items of `--manifest`, each `key=value`. */
  readonly manifest?: readonly string[];
  /** For `random`. */
  readonly seed?: number;
  /** Which statistics an OpenVLA server shall use; left out where its checkpoint has only one. */
  readonly unnormKey?: string;
  readonly timeouts?: Partial<PolicyTimeouts>;
  /** Kinds of policy that other rooms make, by the word before the colon: `expert`, `atlas`, `replay`. */
  readonly others?: Readonly<Record<string, OpenOther>>;
  readonly signal?: AbortSignal;
}

export type OpenOther = (rest: string, options: PolicyOptions) => Promise<Policy>;

/**
 * Opens what POLICY on a command line names: `openpi://host:port`, `openvla+http://…`, `openvla-oft+http://…`, `vla-eval://…`,
 * `random`, `zero`, a path to a module, or a kind in `options.others`. Servers are asked for what they say of themselves. A key is
 * the password in the address or PLUMB_POLICY_KEY (`Authorization: Api-Key …` for openpi, `Bearer …` for HTTP).
 * Throws `POLICY_UNKNOWN`, `POLICY_REFUSED` (gRPC), `MANIFEST_ITEM`, and what the client says of its server.
 */
export async function openPolicy(text: string, options: PolicyOptions = {}): Promise<Policy> {
  const address = parsePolicyAddress(text);
  const others = new Map(Object.entries(options.others ?? {}));
  const other = others.get(address.kind);
  if (other !== undefined) return other(address.rest, options);
  const given = (family: Family) => overrideManifest(FAMILIES[family], options.manifest ?? []);
  const client = (manifest: GivenManifest): ClientOptions => ({
    url: serverUrl(address, text),
    name: address.name,
    timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
    apiKey: address.password ?? process.env.PLUMB_POLICY_KEY,
    signal: options.signal,
    manifest,
  });
  switch (address.kind) {
    // clients load only for those who ask a server: web sockets take longer than all the rest of this room
    case 'openpi': {
      const { openOpenpi } = await import('../clients/openpi-client.ts');
      return openOpenpi(client(given('openpi')));
    }
    case 'openvla': {
      const { openOpenvla } = await import('../clients/openvla-client.ts');
      return openOpenvla(client(given('openvla')), options.unnormKey);
    }
    case 'openvla-oft': {
      const { openOpenvlaOft } = await import('../clients/openvla-client.ts');
      return openOpenvlaOft(client(given('openvla-oft')));
    }
    case 'vla-eval': {
      const { openVlaEval } = await import('../clients/vla-eval-client.ts');
      return openVlaEval(client(given('vla-eval')), options.manifest ?? []);
    }
    case 'module':
      return openModule(address.rest, options.manifest ?? []);
    case 'zero':
      return zeroPolicy(given('blind'));
    case 'random':
      return randomPolicy(given('blind'), options.seed ?? 0);
    case 'grpc':
    case 'grpcs':
    case 'lerobot':
      throw refuseGrpc(text);
    default:
      throw unknownPolicy(text);
  }
}

function serverUrl(address: PolicyAddress, text: string): URL {
  if (address.url === undefined) throw unknownPolicy(text);
  return address.url;
}

function unknownPolicy(text: string): PlumbError {
  return new PlumbError({
    code: 'POLICY_UNKNOWN',
    what: `"${text}" names no policy.`,
    why: 'Plumb opens openpi://, openvla+http://, openvla-oft+http:// and vla-eval:// servers, atlas:CHECKPOINT, modules (./my-policy.js), random and zero; plumb eval expert and replay:RUN, too.',
    remedy: 'docs/policies.md shows each of them; a path to a module begins with ./',
  });
}
