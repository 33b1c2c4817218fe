import { type ClientRequestArgs, request } from 'node:http';
import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';

const agents = new Map<string, Agent>();

/** An agent that goes through HTTPS_PROXY, where that is set and NO_PROXY does not name the host. HTTPS only. */
export async function proxyAgentFor(
  url: URL,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Agent | undefined> {
  const proxy = env.HTTPS_PROXY || env.https_proxy;
  if (!proxy || url.protocol !== 'https:' || bypasses(url.hostname, env.NO_PROXY || env.no_proxy))
    return undefined;
  const known = agents.get(proxy);
  if (known !== undefined) return known;
  const agent = new TunnelAgent(new URL(/:\/\//.test(proxy) ? proxy : `http://${proxy}`));
  agents.set(proxy, agent);
  return agent;
}

function bypasses(host: string, list: string | undefined): boolean {
  return (list ?? '')
    .split(/[\s,]+/)
    .filter((name) => name !== '')
    .some(
      (name) =>
        name === '*' || host === name.replace(/^\./, '') || host.endsWith(`.${name.replace(/^\*?\./, '')}`),
    );
}

type Connected = (error: Error | null, socket: Duplex) => void;

/** CONNECT to the proxy, then TLS through it: the proxy sees the host's name and nothing else. */
class TunnelAgent extends Agent {
  readonly #proxy: URL;

  constructor(proxy: URL) {
    super({ keepAlive: true, maxSockets: 6 });
    this.#proxy = proxy;
  }

  override createConnection(target: ClientRequestArgs & { servername?: string }, done?: Connected): Duplex {
    const { hostname, port, username, password } = this.#proxy;
    const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
      'base64',
    );
    const tunnel = request({
      host: hostname,
      port: port || 80,
      method: 'CONNECT',
      path: `${target.host}:${target.port}`,
      headers: username === '' ? {} : { 'proxy-authorization': `Basic ${secret}` },
      timeout: 20_000,
    });
    const fail = (error: Error) => done?.(error, undefined as unknown as Duplex);
    tunnel.on('connect', (reply, socket) => {
      if (reply.statusCode !== 200)
        fail(new Error(`the proxy ${hostname} answers with status ${reply.statusCode}`));
      else done?.(null, connect({ socket, servername: target.servername ?? target.host ?? '' }));
    });
    tunnel.on('timeout', () => tunnel.destroy(new Error(`the proxy ${hostname} does not answer`)));
    tunnel.on('error', fail);
    tunnel.end();
    // no socket yet: the agent waits for the callback
    return undefined as unknown as Duplex;
  }
}
