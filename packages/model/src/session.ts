import { PlumbError } from '@plumb/core';
import type * as Ort from 'onnxruntime-node';
import type { Graph } from './graph/graph.ts';
import type { ElementType } from './onnx/onnx-messages.ts';
import { publishPhase } from './publish-phase.ts';

export type Device = 'cpu' | 'webgpu';

export interface SessionOptions {
  /** Threads of one operator; ONNX Runtime's own choice (one a core) where not given. */
  readonly threads?: number | undefined;
  /** `cpu` unless given. */
  readonly device?: Device | undefined;
}

/** What a graph computes, ready to run. Inputs and outputs are the same buffers in every run. */
export interface Session {
  readonly inputs: Readonly<Record<string, Ort.Tensor['data']>>;
  /** Overwritten by the next run. */
  readonly outputs: Readonly<Record<string, Float32Array>>;
  /** Throws `MODEL_RUN_FAILED`: a device's memory is taken as the first run needs it. */
  run(): Promise<void>;
  close(): Promise<void>;
}

const ARRAYS = { float32: Float32Array, uint8: Uint8Array, int64: BigInt64Array } as const;

/**
 * Gives a graph to ONNX Runtime. `folder` is the real path of the folder in which its weights lie: they are mapped, not
 * copied, but for another device than the CPU. What is asked of a device is computed there as a whole. Throws
 * `MODEL_DEVICE_MISSING` where the runtime or the machine lacks it, `MODEL_DEVICE_UNFIT` where it lacks an operator,
 * `MODEL_SESSION_FAILED` with the runtime's own words.
 */
export async function openSession(graph: Graph, folder: string, options: SessionOptions): Promise<Session> {
  const { InferenceSession, Tensor, listSupportedBackends } = await publishPhase(
    'load ONNX Runtime',
    () => import('onnxruntime-node'),
  );
  const device = options.device ?? 'cpu';
  const offered = listSupportedBackends().map(({ name }) => name);
  if (!offered.includes(device)) throw deviceMissing(device, offered);
  const outputs = graph.outputs.map(({ name }) => name).join(', ');
  const session = await publishPhase(`session for ${outputs}`, () =>
    InferenceSession.create(graph.encode(), {
      executionProviders: [device],
      ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
      interOpNumThreads: 1,
      // the graph is built as it should run: on the CPU the optimisers make no step faster, take most of the time that a
      // session takes to open, and would widen all halves at once, in memory of their own
      graphOptimizationLevel: device === 'cpu' ? 'disabled' : 'all',
      logSeverityLevel: 3,
      extra: {
        session: {
          model_external_initializers_file_folder_path: folder,
          // packed copies of the weights would cost seconds and the memory twice; a product of 77 rows or more gains nothing
          disable_prepacking: '1',
          // what the device has no kernel for would be computed by the CPU, and nobody told
          ...(device === 'cpu' ? {} : { disable_cpu_ep_fallback: '1' }),
        },
      },
    }),
  ).catch((error: unknown) => {
    throw device === 'cpu' ? failed(error) : deviceFailed(device, error);
  });
  const allocate = (type: ElementType, shape: readonly number[]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const array = new ARRAYS[type as keyof typeof ARRAYS](count);
    return new Tensor(type as 'float32', array as Float32Array, shape);
  };
  const feeds = Object.fromEntries(
    graph.inputs.map(({ name, type, shape }) => [name, allocate(type, shape)]),
  );
  const fetches = Object.fromEntries(
    graph.outputs.map(({ name, type, shape }) => [name, allocate(type, shape)]),
  );
  const data = (tensors: Record<string, Ort.Tensor>) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.data]));
  return {
    inputs: data(feeds),
    outputs: data(fetches) as Record<string, Float32Array>,
    run: async () => {
      await session.run(feeds, fetches).catch((error: unknown) => {
        throw runFailed(device, error);
      });
    },
    close: () => session.release(),
  };
}

function deviceMissing(device: Device, offered: readonly string[]): PlumbError {
  return new PlumbError({
    code: 'MODEL_DEVICE_MISSING',
    what: `ONNX Runtime offers no ${device} on this machine.`,
    why: `Its build for this system has ${offered.join(', ')}.`,
    remedy: 'Leave --device out: the CPU is the default.',
  });
}

function deviceFailed(device: Device, error: unknown): PlumbError {
  const text = String(error);
  if (/adapter/i.test(text)) return noAdapter(device, error);
  return /fallback to CPU EP/.test(text) ? unfit(device, error) : failed(error);
}

function unfit(device: Device, cause: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'MODEL_DEVICE_UNFIT',
      what: `${device} cannot compute this model on this machine.`,
      why: 'ONNX Runtime has no kernel there for one of its operators in this number format, and would let the CPU compute that one unsaid.',
      remedy: 'Leave --device out: the CPU computes all of them.',
    },
    { cause },
  );
}

function noAdapter(device: Device, cause: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'MODEL_DEVICE_MISSING',
      what: `ONNX Runtime finds nothing on this machine that serves ${device}.`,
      why: 'Its build has it, but there is no graphics processor, or no driver that it can talk to (Vulkan, Metal, Direct3D 12).',
      remedy: 'Leave --device out: the CPU is the default.',
    },
    { cause },
  );
}

function runFailed(device: Device, error: unknown): PlumbError {
  return new PlumbError({
    code: 'MODEL_RUN_FAILED',
    what: `The forward pass failed on ${device}.`,
    why: textOf(error),
    remedy:
      device === 'cpu'
        ? 'Check that the memory suffices and that the checkpoint did not change meanwhile.'
        : 'Leave --device out for the CPU, or make room: the weights must fit into the device, as float32.',
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failed(error: unknown): PlumbError {
  return new PlumbError({
    code: 'MODEL_SESSION_FAILED',
    what: 'ONNX Runtime refused the model.',
    why: textOf(error),
    remedy: 'Check that the memory suffices and that the checkpoint did not change while it was opened.',
  });
}
