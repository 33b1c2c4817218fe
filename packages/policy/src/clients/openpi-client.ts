import type { Image } from '@plumb/contract';
import type { Policy, PolicyAnswer, PolicyRequest } from '../policy.ts';
import { describeValue } from '../wire/describe-value.ts';
import { decodeMessage, encodeMessage, OPENPI_ARRAYS } from '../wire/msgpack.ts';
import { float64Array, type NumpyArray } from '../wire/numpy-array.ts';
import { malformed, modelChanged } from '../wire/policy-errors.ts';
import { ChunkReader } from '../wire/read-chunk.ts';
import { retryLost } from '../wire/retry.ts';
import { WebSocketExchange } from '../wire/web-socket-exchange.ts';
import { AnswerLimit, asAnswer, type ClientOptions } from './client-options.ts';

/** Connections at once; a server answers one question at a time anyway, more only wait in its sockets. */
const MAX_CONNECTIONS = 16;

/** Its LIBERO script's names of the cameras (examples/libero/main.py). */
const KEYS: Readonly<Record<string, string>> = {
  agentview: 'observation/image',
  robot0_eye_in_hand: 'observation/wrist_image',
};

/**
 * A client of openpi's `WebsocketPolicyServer`: msgpack with NumPy arrays, one question in flight a connection, so several
 * connections for several episodes. A question that was lost with its connection is asked again: the server keeps no state.
 */
export async function openOpenpi(options: ClientOptions): Promise<Policy> {
  const client = new OpenpiClient(options);
  client.release(await client.acquire(options.signal));
  return {
    name: options.name,
    manifest: options.manifest.manifest,
    overrides: options.manifest.given,
    description: { protocol: 'openpi', metadata: client.metadata },
    maxBatch: 1,
    maxParallel: MAX_CONNECTIONS,
    act: (requests, signal) =>
      Promise.all(requests.map((request) => client.act(request, signal).catch(asAnswer))),
    close: async () => client.close(),
  };
}

class OpenpiClient {
  metadata: unknown;
  readonly #options: ClientOptions;
  readonly #chunks: ChunkReader;
  readonly #limit: AnswerLimit;
  readonly #idle: WebSocketExchange[] = [];
  #greeting: Buffer | undefined;
  #isClosed = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#chunks = new ChunkReader(options.name);
    this.#limit = new AnswerLimit(options.timeouts);
  }

  act(request: PolicyRequest, signal = this.#options.signal): Promise<PolicyAnswer> {
    const { name, timeouts } = this.#options;
    const frame = encodeMessage(toOpenpi(request), OPENPI_ARRAYS);
    return retryLost(
      name,
      timeouts.attempts,
      async () => {
        const connection = await this.#take(signal);
        try {
          connection.ask(frame);
          const answer = await connection.receive('its answer', {
            timeout: this.#limit.milliseconds,
            signal,
          });
          this.#limit.answered();
          const read = this.#read(answer);
          this.release(connection);
          return read;
        } catch (error) {
          connection.close();
          throw error;
        }
      },
      signal,
    );
  }

  /** A connection that has shaken hands; tried again while the server is away. */
  acquire(signal?: AbortSignal): Promise<WebSocketExchange> {
    return retryLost(this.#options.name, this.#options.timeouts.attempts, () => this.#take(signal), signal);
  }

  release(connection: WebSocketExchange): void {
    if (connection.isOpen && !this.#isClosed) this.#idle.push(connection);
    else connection.close();
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#idle.splice(0)) connection.close();
  }

  async #take(signal?: AbortSignal): Promise<WebSocketExchange> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop())
      if (idle.isOpen) return idle;
    const { url, name, timeouts, apiKey } = this.#options;
    const limits = {
      timeout: timeouts.connect,
      signal,
      ...(apiKey === undefined ? {} : { headers: { Authorization: `Api-Key ${apiKey}` } }),
    };
    const connection = await WebSocketExchange.connect(url, name, limits);
    this.#greet(await connection.receive('its metadata', limits));
    return connection;
  }

  /** The first frame of every connection says what is served; it must not change under a run. */
  #greet(frame: Buffer): void {
    if (this.#greeting?.equals(frame)) return;
    const metadata = this.#decode(frame);
    if (this.#greeting !== undefined) throw modelChanged(this.#options.name);
    this.#greeting = frame;
    this.metadata = describeValue(metadata);
  }

  #read(frame: Buffer): PolicyAnswer {
    const answer = this.#decode(frame);
    if (typeof answer !== 'object' || answer === null) throw malformed(this.#options.name, 'it is no map');
    const { actions, server_timing: timing } = answer as {
      actions?: unknown;
      server_timing?: { infer_ms?: unknown };
    };
    const inferMs = timing?.infer_ms;
    return { actions: this.#chunks.read(actions), ...(typeof inferMs === 'number' ? { inferMs } : {}) };
  }

  #decode(frame: Buffer): unknown {
    try {
      return decodeMessage(frame, OPENPI_ARRAYS);
    } catch (error) {
      throw malformed(this.#options.name, (error as Error).message, error);
    }
  }
}

function toOpenpi({ observation }: PolicyRequest): Record<string, unknown> {
  const images = Object.entries(observation.images).map(([camera, image]) => [
    KEYS[camera] ?? `observation/${camera}`,
    imageArray(image),
  ]);
  return {
    ...(Object.fromEntries(images) as Record<string, NumpyArray>),
    ...(observation.state.length === 0
      ? {}
      : { 'observation/state': float64Array([observation.state.length], observation.state) }),
    prompt: observation.instruction,
  };
}

export function imageArray({ width, height, data }: Image): NumpyArray {
  return { dtype: '|u1', shape: [height, width, 3], data };
}
