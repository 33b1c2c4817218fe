import { overrideManifest } from '../manifest/override-manifest.ts';
import type { Policy, PolicyAnswer, PolicyRequest } from '../policy.ts';
import { describeValue } from '../wire/describe-value.ts';
import { float64Array } from '../wire/numpy-array.ts';
import { malformed, serverFailed } from '../wire/policy-errors.ts';
import { ChunkReader } from '../wire/read-chunk.ts';
import { retryLost } from '../wire/retry.ts';
import {
  decodeVlaEval,
  encodeVlaEval,
  VLA_EVAL_PROTOCOL,
  type VlaEvalMessage,
  type VlaEvalType,
} from '../wire/vla-eval-messages.ts';
import { WebSocketExchange } from '../wire/web-socket-exchange.ts';
import { AnswerLimit, asAnswer, type ClientOptions } from './client-options.ts';
import { imageArray } from './openpi-client.ts';
import { askManifest } from './vla-eval-manifest.ts';

/** Episodes at once: each has a connection, and the harness's own shards go to a hundred. */
const MAX_EPISODES = 128;

/** Its LIBERO benchmark's names of the cameras. */
const KEYS: Readonly<Record<string, string>> = { agentview: 'agentview', robot0_eye_in_hand: 'wrist' };

/**
 * A client of vla-eval's model servers. A connection is a session: the server keeps an episode's chunk by it, so an episode has
 * its own, and a question that was lost with it is not asked again.
 */
export async function openVlaEval(options: ClientOptions, items: readonly string[]): Promise<Policy> {
  const client = new VlaEvalClient(options);
  const hello = await client.open();
  const params = hello.observation_params;
  const asked = askManifest(options.name, isRecord(params) ? params : {});
  const { manifest, given } = overrideManifest(asked.manifest, items);
  return {
    name: options.name,
    manifest,
    overrides: given,
    description: {
      protocol: 'vla-eval',
      hello: describeValue(hello),
      notFollowed: describeValue(asked.others),
    },
    maxBatch: 1,
    maxParallel: MAX_EPISODES,
    startEpisode: (episode, instruction) => client.start(episode, instruction),
    act: (requests, signal) =>
      Promise.all(requests.map((request) => client.act(request, signal).catch(asAnswer))),
    endEpisode: (episode, success) => client.end(episode, success),
    close: async () => client.close(),
  };
}

/** One connection, after its HELLO. */
interface Session {
  readonly exchange: WebSocketExchange;
  seq: number;
}

class VlaEvalClient {
  readonly #options: ClientOptions;
  readonly #chunks: ChunkReader;
  readonly #limit: AnswerLimit;
  readonly #idle: Session[] = [];
  readonly #episodes = new Map<string, Session>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#chunks = new ChunkReader(options.name);
    this.#limit = new AnswerLimit(options.timeouts);
  }

  /** Connects once and gives back what the server says of itself. */
  async open(): Promise<Readonly<Record<string, unknown>>> {
    const { session, hello } = await this.#connect();
    this.#idle.push(session);
    return hello;
  }

  async start(episode: string, instruction: string): Promise<void> {
    this.#drop(episode);
    const session = this.#takeIdle() ?? (await this.#connect()).session;
    this.#episodes.set(episode, session);
    // a failure of it comes as an answer of its own, and only then: the first question finds it
    send(session, 'episode_start', { task: { name: instruction } });
  }

  async act(request: PolicyRequest, signal = this.#options.signal): Promise<PolicyAnswer> {
    const { name } = this.#options;
    if (!this.#episodes.has(request.episode))
      await this.start(request.episode, request.observation.instruction);
    const session = this.#episodes.get(request.episode)!;
    try {
      const seq = send(session, 'observation', toVlaEval(request));
      const answer = this.#decode(
        await session.exchange.receive('its answer', { timeout: this.#limit.milliseconds, signal }),
      );
      if (answer.type === 'error') throw serverFailed(name, String(answer.payload.error ?? 'nothing'));
      if (answer.type !== 'action' || answer.seq !== seq)
        throw malformed(
          name,
          `a message ${answer.type} number ${answer.seq} after observation number ${seq}`,
        );
      this.#limit.answered();
      return { actions: this.#chunks.read(answer.payload.actions ?? answer.payload.action) };
    } catch (error) {
      this.#drop(request.episode);
      throw error;
    }
  }

  async end(episode: string, success: boolean): Promise<void> {
    const session = this.#episodes.get(episode);
    if (session === undefined) return;
    this.#episodes.delete(episode);
    if (!session.exchange.isOpen) return;
    send(session, 'episode_end', { metrics: { success } });
    this.#idle.push(session);
  }

  close(): void {
    for (const { exchange } of [...this.#idle.splice(0), ...this.#episodes.values()]) exchange.close();
    this.#episodes.clear();
  }

  #takeIdle(): Session | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop())
      if (idle.exchange.isOpen) return idle;
    return undefined;
  }

  /** An episode that failed or is begun again: its session's chunk must not reach another one. */
  #drop(episode: string): void {
    this.#episodes.get(episode)?.exchange.close();
    this.#episodes.delete(episode);
  }

  #connect(): Promise<{ session: Session; hello: Readonly<Record<string, unknown>> }> {
    const { url, name, timeouts, signal } = this.#options;
    const limits = { timeout: timeouts.connect, signal };
    return retryLost(
      name,
      timeouts.attempts,
      async () => {
        const session = { exchange: await WebSocketExchange.connect(url, name, limits), seq: 0 };
        send(session, 'hello', { harness_version: 'plumb', protocol_version: VLA_EVAL_PROTOCOL });
        const hello = this.#decode(await session.exchange.receive('its HELLO', limits));
        if (hello.type !== 'hello') throw malformed(name, `a message ${hello.type} instead of HELLO`);
        return { session, hello: hello.payload };
      },
      signal,
    );
  }

  #decode(frame: Buffer): VlaEvalMessage {
    try {
      return decodeVlaEval(frame);
    } catch (error) {
      throw malformed(this.#options.name, (error as Error).message, error);
    }
  }
}

function send(session: Session, type: VlaEvalType, payload: Readonly<Record<string, unknown>>): number {
  session.seq++;
  session.exchange.send(encodeVlaEval({ type, payload, seq: session.seq }));
  return session.seq;
}

function toVlaEval({ observation }: PolicyRequest): Record<string, unknown> {
  const { images, state, instruction } = observation;
  return {
    images: Object.fromEntries(
      Object.entries(images).map(([camera, image]) => [KEYS[camera] ?? camera, imageArray(image)]),
    ),
    task_description: instruction,
    ...(state.length === 0 ? {} : { states: float64Array([state.length], state) }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
