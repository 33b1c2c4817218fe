import { once } from 'node:events';
import { PlumbError } from '@plumb/core';
import { openPolicy, type Policy, type ServedProtocol, type ServerEvent } from '@plumb/policy';
import { servePolicy } from '@plumb/policy/serve';
import { localOptions, type ModelOptions } from '../eval/model-options.ts';
import { createOutput, type Output, type OutputOptions } from '../terminal/output.ts';
import { bold, dim, red, yellow } from '../terminal/style.ts';

export interface ServeCommandOptions extends OutputOptions, ModelOptions {
  readonly host: string;
  readonly port: number;
  readonly protocol: ServedProtocol;
  readonly manifest?: readonly string[];
  readonly unnormKey?: string;
  readonly seed: number;
}

/** `plumb serve POLICY`: until Ctrl-C. */
export async function run(args: readonly string[], options: ServeCommandOptions): Promise<number> {
  const out = await createOutput(options);
  const { manifest, unnormKey, seed } = options;
  const policy = await openPolicy(args[0]!, {
    seed,
    ...(manifest === undefined ? {} : { manifest }),
    ...(unnormKey === undefined ? {} : { unnormKey }),
    others: {
      atlas: async (rest, given) =>
        (await import('@plumb/model')).openAtlasPolicy(rest, { ...given, ...localOptions(options) }),
      expert: async () => {
        throw notServed(
          'expert',
          'It looks into the simulation, and a client only sends what a policy may see.',
        );
      },
      replay: async () => {
        throw notServed(
          'replay',
          'It plays a run episode by episode, and a client does not say which one it is at.',
        );
      },
    },
  });
  try {
    const server = await servePolicy(policy, { ...options, onEvent: (event) => tell(out, event) });
    announce(out, policy, options, server.port);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await server.close();
  } finally {
    await policy.close();
  }
  return 0;
}

function announce(out: Output, policy: Policy, { host, protocol }: ServeCommandOptions, port: number): void {
  const { manifest } = policy;
  const at = `${host}:${port}`;
  if (out.json) {
    out.printJson({ serving: policy.name, host, port, protocol, manifest });
    return;
  }
  const cameras = manifest.cameras.map(({ camera, width, height }) => `${camera} ${width}x${height}`);
  out.print(`${bold(policy.name)} is served at ${at}; Ctrl-C ends it.`);
  out.print(`  openpi    ws://${at}${protocol === 'openpi' ? '' : '/openpi'}    ${dim('GET /healthz')}`);
  out.print(`  vla-eval  ws://${at}${protocol === 'vla-eval' ? '' : '/vla-eval'}  ${dim('GET /health')}`);
  out.print(dim(`  it sees ${cameras.join(', ') || 'nothing'}; actions leave in LIBERO's own conventions`));
  if ((manifest.chunk ?? Number.POSITIVE_INFINITY) < 5)
    out.print(
      yellow(
        `  its answers have ${manifest.chunk} action${manifest.chunk === 1 ? '' : 's'}: openpi's script wants --args.replan-steps ${manifest.chunk}, plumb eval --replan ${manifest.chunk}`,
      ),
    );
  if (policy.startEpisode !== undefined)
    out.print(yellow('  it keeps state by episode, which openpi’s protocol does not tell: use vla-eval’s'));
}

function tell(out: Output, event: ServerEvent): void {
  if (out.json || event.kind === 'answered') return;
  if (event.kind === 'failed') {
    const { error } = event;
    const text = error instanceof PlumbError ? `${error.code}: ${error.what}` : String(error);
    out.print(`${red('failed')}  ${event.client}: ${text}`);
  } else out.print(dim(`${event.kind} ${event.client} (${event.protocol})`));
}

function notServed(kind: string, why: string): PlumbError {
  return new PlumbError({
    code: 'POLICY_NOT_SERVED',
    what: `${kind} cannot be served.`,
    why,
    remedy: `Score it in place: plumb eval ${kind} …`,
  });
}
