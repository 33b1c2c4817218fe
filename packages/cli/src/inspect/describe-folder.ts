import type { Adapter, Checkpoint, ModelFolder } from '@plumb/checkpoint';
import { formatBytes, plural } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold } from '../terminal/style.ts';

/** `Qwen3ForCausalLM (qwen3), saved by transformers 4.51.0; beside it: tokenizer, preprocessor`. */
export function describeFolder({ config, files }: ModelFolder): string {
  const field = (name: string): string | undefined => {
    const value = (config as Record<string, unknown> | undefined)?.[name];
    const first = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' && first !== '' ? safeLine(first) : undefined;
  };
  const type = field('model_type') ?? field('type');
  const architecture = field('architectures');
  const version = field('transformers_version');
  const named = [architecture, type && (architecture ? `(${type})` : type)].filter(Boolean).join(' ');
  const head = [named, version && `saved by transformers ${version}`].filter(Boolean).join(', ');
  const roles = [...new Set(files.map((file) => file.role))].filter((role) => role !== 'config');
  const beside = roles.length > 0 ? `beside the weights: ${roles.join(', ')}` : '';
  return [head || (config === undefined ? 'no config.json' : 'config.json'), beside]
    .filter(Boolean)
    .join('; ');
}

/** `LORA, rank 32, alpha 16, on q_proj, v_proj; base openvla/openvla-7b; touches 64 tensors`. */
export function describeAdapter(adapter: Adapter): string {
  const { kind, rank, alpha, targetModules, touches, missing, base } = adapter;
  const targets =
    typeof targetModules === 'string' ? targetModules : firstFew((targetModules ?? []).map(safeLine), 6);
  const parts = [
    [
      bold(safeLine(kind)),
      rank !== undefined && `rank ${rank}`,
      alpha !== undefined && `alpha ${alpha}`,
      targets && `on ${safeLine(targets)}`,
    ],
    [`base ${base === undefined ? 'not named' : safeLine(base)}`],
    [
      `touches ${plural(touches.length, 'tensor')} of it`,
      missing !== undefined &&
        (missing.length === 0 ? 'all of them there' : `${missing.length} of them missing`),
    ],
  ];
  return parts.map((part) => part.filter(Boolean).join(', ')).join('; ');
}

/** `read 312 kB of 15.2 GB in 9 requests`. */
export function describeTraffic(
  { bytes, requests }: { readonly bytes: number; readonly requests: number },
  { fileBytes }: Checkpoint,
): string {
  return `read ${formatBytes(bytes)} of ${formatBytes(fileBytes)} in ${plural(requests, 'request')}`;
}

function firstFew(names: readonly string[], count: number): string {
  return `${names.slice(0, count).join(', ')}${names.length > count ? ', …' : ''}`;
}
