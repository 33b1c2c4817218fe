import type { Policy, PolicyAnswer, PolicyRequest, PreparedObservation } from '../policy.ts';
import { exchangeJson } from '../wire/exchange-json.ts';
import { decodeJsonNumpy, encodeJsonNumpy } from '../wire/json-numpy.ts';
import { float64Array } from '../wire/numpy-array.ts';
import { malformed, serverFailed } from '../wire/policy-errors.ts';
import { ChunkReader } from '../wire/read-chunk.ts';
import { retryLost } from '../wire/retry.ts';
import { AnswerLimit, asAnswer, type ClientOptions } from './client-options.ts';
import { imageArray } from './openpi-client.ts';

/** What a question of one of the two servers looks like, before arrays become JSON. */
type ToPayload = (observation: PreparedObservation) => Record<string, unknown>;

const READ_THERE =
  "The reason stands in the server's own output; a checkpoint with several statistics wants --unnorm-key.";

/** A client of openvla's `vla-scripts/deploy.py`: one picture and the instruction, one action back. */
export async function openOpenvla(options: ClientOptions, unnormKey?: string): Promise<Policy> {
  const policy = await openDeployed(options, ({ images, instruction }) => {
    const [image] = Object.values(images);
    return {
      ...(image === undefined ? {} : { image: imageArray(image) }),
      instruction,
      ...(unnormKey === undefined ? {} : { unnorm_key: unnormKey }),
    };
  });
  if (unnormKey === undefined) return policy;
  // it decides over every action, so that a record without it would be half of one
  return { ...policy, description: { ...policy.description, unnormKey } };
}

/**
 * A client of openvla-oft's `vla-scripts/deploy.py`: the first picture as `full_image`, every further one under a name with
 * `wrist` in it (that is how it finds them), the state unnormalised. A chunk comes back.
 */
export function openOpenvlaOft(options: ClientOptions): Promise<Policy> {
  return openDeployed(options, ({ images, state, instruction }) => {
    const named = Object.values(images).map((image, i) => [
      i === 0 ? 'full_image' : i === 1 ? 'wrist_image' : `wrist_image_${i}`,
      imageArray(image),
    ]);
    return {
      ...(Object.fromEntries(named) as Record<string, unknown>),
      ...(state.length === 0 ? {} : { state: float64Array([state.length], state) }),
      instruction,
    };
  });
}

async function openDeployed(options: ClientOptions, toPayload: ToPayload): Promise<Policy> {
  const { name, url, timeouts, signal, apiKey } = options;
  const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  const chunks = new ChunkReader(name);
  const limit = new AnswerLimit(timeouts);
  const act = new URL(`${url.pathname.replace(/\/$/, '')}/act`, url);
  const ask = (request: PolicyRequest, abort = signal): Promise<PolicyAnswer> =>
    // deploy.py keeps no state: a question that was lost may be asked again
    retryLost(
      name,
      timeouts.attempts,
      async () => {
        const body = encodeJsonNumpy(toPayload(request.observation));
        const answer = await exchangeJson(act, name, body, 'its answer', {
          headers,
          timeout: limit.milliseconds,
          signal: abort,
        });
        limit.answered();
        // any exception becomes this word, with status 200
        if (answer === 'error') throw serverFailed(name, '"error"', READ_THERE);
        try {
          return { actions: chunks.read(decodeJsonNumpy(answer)) };
        } catch (error) {
          if ((error as Error).name === 'PlumbError') throw error;
          throw malformed(name, (error as Error).message, error);
        }
      },
      abort,
    );
  return {
    name,
    manifest: options.manifest.manifest,
    overrides: options.manifest.given,
    description: { protocol: 'deploy.py', ...(await describeServer(options, headers)) },
    maxBatch: 1,
    // its handler runs in threads, on one model that was not made for that
    maxParallel: 1,
    act: (requests, abort) => Promise.all(requests.map((request) => ask(request, abort).catch(asAnswer))),
    close: async () => {},
  };
}

/** FastAPI's own page says which paths there are; a server by other means that has none is taken at its word. */
async function describeServer(
  { name, url, timeouts, signal }: ClientOptions,
  headers: Record<string, string>,
): Promise<Record<string, unknown>> {
  const limits = { headers, timeout: timeouts.connect, signal };
  try {
    const page = (await retryLost(
      name,
      timeouts.attempts,
      () => exchangeJson(new URL('/openapi.json', url), name, undefined, 'its list of paths', limits),
      signal,
    )) as { paths?: Record<string, unknown> } | null;
    return { paths: Object.keys(page?.paths ?? {}).slice(0, 20) };
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'POLICY_NOT_A_SERVER' || code === 'POLICY_ANSWER_MALFORMED') return {};
    throw error;
  }
}
