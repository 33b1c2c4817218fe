import type { ChooseOptions } from '@plumb/evaluate';

/** Options of a policy that Plumb runs itself, as commander reads them (`withModelOptions`). */
export interface ModelOptions {
  readonly languageModel?: string;
  readonly threads?: number;
  readonly device?: 'cpu' | 'webgpu';
  readonly variant?: readonly string[];
}

export function localOptions(options: ModelOptions): NonNullable<ChooseOptions['local']> {
  const { languageModel, threads, device, variant } = options;
  return { languageModel, threads, device, variants: variant };
}
