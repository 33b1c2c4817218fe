import type { Image, Observation } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { WebSocket } from 'ws';
import { describeValue } from '../wire/describe-value.ts';
import { decodeMessage, encodeMessage, OPENPI_ARRAYS } from '../wire/msgpack.ts';
import { float64Array, numbersOf } from '../wire/numpy-array.ts';
import { isNumpyArray } from '../wire/read-chunk.ts';
import { readImage } from './read-image.ts';
import { joinActions, readRobot, type ServedPolicy } from './served-policy.ts';
import type { Session } from './session.ts';

/** As its LIBERO script names them. */
const IMAGES: Readonly<Record<string, string>> = {
  agentview: 'observation/image',
  robot0_eye_in_hand: 'observation/wrist_image',
};
/** CloseCode.INTERNAL_ERROR */
const INTERNAL_ERROR = 1011;

/**
 * One connection of openpi's protocol: metadata first, then answers to observations. An error is told as a text and ends the
 * connection, as `WebsocketPolicyServer` does. It knows no episodes: a connection is one.
 */
export function openpiSession(served: ServedPolicy, socket: WebSocket, id: string): Session {
  const { policy } = served;
  const { name, manifest, description } = policy;
  let step = 0;
  let started = false;
  let previous: number | undefined;
  socket.send(
    encodeMessage(describeValue({ server: 'plumb', policy: name, manifest, description }), OPENPI_ARRAYS),
  );
  return {
    async onFrame(frame, signal) {
      const received = performance.now();
      const observation = await readObservation(decodeMessage(frame, OPENPI_ARRAYS), served);
      if (!started) await policy.startEpisode?.(id, observation.instruction);
      started = true;
      const { actions, milliseconds } = await served.answer(id, step, observation, signal);
      step += manifest.replan;
      const reply = {
        actions: float64Array([actions.length, 7], joinActions(actions)),
        server_timing: {
          infer_ms: milliseconds,
          ...(previous === undefined ? {} : { prev_total_ms: previous }),
        },
      };
      socket.send(encodeMessage(reply, OPENPI_ARRAYS));
      previous = performance.now() - received;
    },
    onError(error) {
      socket.send(
        error instanceof PlumbError ? `${error.code}: ${error.what} ${error.remedy}` : String(error),
      );
      socket.close(INTERNAL_ERROR, 'the reason stands in the frame before');
    },
    async onClose() {
      if (started) await policy.endEpisode?.(id, false);
    },
  };
}

async function readObservation(message: unknown, { manifest }: ServedPolicy): Promise<Observation> {
  const fields = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>;
  const images: Record<string, Image> = {};
  for (const { camera } of manifest.cameras) {
    const key = IMAGES[camera] ?? `observation/${camera}`;
    images[camera] = await readImage(fields[key], key);
  }
  const state = fields['observation/state'];
  const { prompt } = fields;
  return {
    images,
    ...readRobot(isNumpyArray(state) ? numbersOf(state) : undefined, manifest),
    instruction: typeof prompt === 'string' ? prompt : '',
  };
}
