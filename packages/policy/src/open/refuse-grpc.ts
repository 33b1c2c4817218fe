import { PlumbError } from '@plumb/core';

/** LeRobot's async server: every message is a Python pickle, and it unpickles what it gets. */
export function refuseGrpc(text: string): PlumbError {
  return new PlumbError({
    code: 'POLICY_REFUSED',
    what: `Plumb does not speak to ${text}: LeRobot's gRPC server exchanges Python pickles.`,
    why: 'Each side runs whatever code the other one packs into them (CVE-2026-25874), and Plumb executes nothing that it is sent.',
    remedy:
      "Serve the same checkpoint through vla-eval's bridge (vla-eval serve, docs/policies.md) and use vla-eval://host:port.",
  });
}
