import { bare, type Child, linear, module } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import type { VggtLora } from './config.ts';

/** What `isinstance(child, nn.Linear)` holds for. */
const LINEARS: ReadonlySet<string> = new Set(['Linear', 'NonDynamicallyQuantizableLinear']);

/**
 * `VGGTAdapter._inject_lora_into_vggt` of 8da9053: every Linear below `root` that has a target's name becomes the base of a
 * `LoRALinear` in its place, VGGT's unused heads included. A module that several share is wrapped for each.
 */
export function injectLora(root: ModuleSpec, lora: VggtLora): ModuleSpec {
  const children = root.children.map(
    ([name, child]): Child => [
      name,
      LINEARS.has(child.className) && lora.targets.includes(name)
        ? loraLinear(child, lora)
        : injectLora(child, lora),
    ],
  );
  return { ...root, children };
}

function loraLinear(base: ModuleSpec, { rank, dropout }: VggtLora): ModuleSpec {
  const [outputs, inputs] = base.parameters[0]!.shape as [number, number];
  return module('LoRALinear', {
    children: [
      ['base', base],
      ['dropout', bare(dropout > 0 ? 'Dropout' : 'Identity')],
      ['lora_A', linear(inputs, rank, false)],
      ['lora_B', linear(rank, outputs, false)],
    ],
  });
}
