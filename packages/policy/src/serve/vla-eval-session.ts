import type { Image, Observation } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { WebSocket } from 'ws';
import { float64Array, numbersOf } from '../wire/numpy-array.ts';
import { isNumpyArray } from '../wire/read-chunk.ts';
import {
  decodeVlaEval,
  encodeVlaEval,
  VLA_EVAL_PROTOCOL,
  type VlaEvalMessage,
} from '../wire/vla-eval-messages.ts';
import { readImage } from './read-image.ts';
import { readRobot, type ServedPolicy } from './served-policy.ts';
import type { Session } from './session.ts';

/** As its LIBERO benchmark names them. */
const IMAGES: Readonly<Record<string, string>> = { agentview: 'agentview', robot0_eye_in_hand: 'wrist' };
/** What is answered, in vla-eval's words (`specs.py`). */
const ACTION_SPEC = {
  position: { name: 'position', dims: 3, format: 'delta_xyz', range: [-1, 1] },
  rotation: { name: 'rotation', dims: 3, format: 'axis_angle', range: [-3.15, 3.15] },
  gripper: { name: 'gripper', dims: 1, format: 'binary_close_positive', range: [-1, 1] },
};
const IMAGE_SPEC = { name: 'image', dims: 0, format: 'rgb_hwc_uint8' };

/**
 * One connection of vla-eval's protocol: HELLO, episodes, one action an observation. The chunk is kept here and executed as far
 * as the manifest's `replan` says. An error is told and leaves the connection open, as `serve.py` does.
 */
export function vlaEvalSession(served: ServedPolicy, socket: WebSocket, id: string): Session {
  const { policy, manifest } = served;
  const wanted = manifest.replan;
  let episode: string | undefined;
  let episodes = 0;
  let step = 0;
  let seq = 0;
  let plan: Float64Array[] = [];
  const send = (type: VlaEvalMessage['type'], payload: VlaEvalMessage['payload']) =>
    socket.send(encodeVlaEval({ type, payload, seq }));
  const end = async (success: boolean) => {
    if (episode !== undefined) await policy.endEpisode?.(episode, success);
    episode = undefined;
  };
  const start = async (instruction: string) => {
    await end(false);
    episode = `${id}/${episodes++}`;
    step = 0;
    plan = [];
    await policy.startEpisode?.(episode, instruction);
    return episode;
  };
  const act = async (payload: VlaEvalMessage['payload'], signal: AbortSignal) => {
    const observation = await readObservation(payload, served);
    const current = episode ?? (await start(observation.instruction));
    if (plan.length === 0) {
      const { actions } = await served.answer(current, step, observation, signal);
      plan = actions.slice(0, wanted);
    }
    step++;
    send('action', { actions: float64Array([7], plan.shift()!) });
  };
  return {
    async onFrame(frame, signal) {
      const message = decodeVlaEval(frame);
      seq = message.seq;
      if (message.type === 'hello') send('hello', hello(served));
      else if (message.type === 'episode_start') await start(taskName(message.payload));
      else if (message.type === 'observation') await act(message.payload, signal);
      else if (message.type === 'episode_end') await end(succeeded(message.payload));
    },
    onError(error) {
      const text =
        error instanceof PlumbError ? `${error.code}: ${error.what} ${error.remedy}` : String(error);
      send('error', { error: text });
    },
    onClose: () => end(false),
  };
}

/** What the client is asked for; its benchmark follows by itself (`observation_params`). */
function hello({ policy, manifest }: ServedPolicy): Record<string, unknown> {
  const wrist = manifest.cameras.some(({ camera }) => camera === 'robot0_eye_in_hand');
  const state = manifest.state.length > 0;
  return {
    harness_version: 'plumb',
    protocol_version: VLA_EVAL_PROTOCOL,
    model_server: policy.name,
    capabilities: {},
    observation_params: {
      send_wrist_image: wrist,
      send_state: state,
      quat_no_antipodal: manifest.antipodes === 'as-is',
    },
    action_spec: ACTION_SPEC,
    observation_spec: {
      ...(manifest.cameras.length > 0 ? { agentview: IMAGE_SPEC } : {}),
      ...(wrist ? { wrist: IMAGE_SPEC } : {}),
      ...(state ? { state: { name: 'state', dims: 8, format: 'eef_pos3_axisangle3_gripper2' } } : {}),
      language: { name: 'language', dims: 0, format: 'language' },
    },
  };
}

async function readObservation(
  payload: VlaEvalMessage['payload'],
  { manifest }: ServedPolicy,
): Promise<Observation> {
  const sent = (payload.images ?? {}) as Record<string, unknown>;
  const images: Record<string, Image> = {};
  for (const { camera } of manifest.cameras) {
    const key = IMAGES[camera] ?? camera;
    images[camera] = await readImage(sent[key], key);
  }
  const { states, task_description: instruction } = payload;
  return {
    images,
    ...readRobot(isNumpyArray(states) ? numbersOf(states) : undefined, manifest),
    instruction: typeof instruction === 'string' ? instruction : '',
  };
}

function taskName(payload: VlaEvalMessage['payload']): string {
  const { name } = (payload.task ?? {}) as { name?: unknown };
  return typeof name === 'string' ? name : '';
}

function succeeded(payload: VlaEvalMessage['payload']): boolean {
  return ((payload.metrics ?? {}) as { success?: unknown }).success === true;
}
