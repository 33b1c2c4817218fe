import { expect, test } from 'vitest';
import { psnr } from './compare/compare-pictures.ts';
import { Renderer } from './renderer.ts';
import { readCases } from './testing/read-cases.ts';

/** dB. Edges of the same triangles, lit and textured alike, differ by single steps of 255 in a few pixels. */
const ALIKE = 49;
/**
 * Shininess 0 makes the highlight jump from nothing to full where a light grazes a surface: which side of it a vertex
 * falls on is rounding.
 */
const JUMPS: Record<string, number> = { 'material-flat-shine': 39 };

for (const look of [2, 3] as const) {
  const cases = readCases(look);
  const versions = { 2: 'MuJoCo 2.3.7', 3: 'MuJoCo 3.14' };

  test.each(cases)(`$name as ${versions[look]} draws it`, async (given) => {
    const { name, scene, poses, camera, width, height } = given;
    const renderer = await Renderer.create(scene, { look, groups: [0] });
    const want = { rgb: true, depth: true, segmentation: true };
    const { image, depth, segmentation } = renderer.draw({ camera, width, height, poses, want });
    const reference = { width, height, data: given.image, orientation: 'upright' } as const;
    expect(psnr(image!, reference)).toBeGreaterThan(JUMPS[name] ?? ALIKE);
    expect(segmentation).toEqual(given.segmentation);
    for (const [i, metres] of given.depth.entries()) {
      // nothing is there: MuJoCo gives far with an error of float32, 2.3.7 the sky's 0.7 far where there is one
      if (metres > 0.6 * scene.far && depth![i] === scene.far) continue;
      expect(Math.abs(depth![i]! - metres)).toBeLessThan(1e-3);
    }
  });
}
