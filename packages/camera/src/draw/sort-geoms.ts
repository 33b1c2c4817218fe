import type { SceneGeom, ScenePoses } from '@plumb/contract';
import type { GeomTable } from './geom-table.ts';
import type { Lens } from './lens.ts';

/** At or above this a geom is opaque (`mjr_render` of MuJoCo's render_gl3.c). */
const OPAQUE = 0.995;
/** What is left of a plane's alpha when it is seen from behind. */
const BEHIND = 0.3;

export interface SortedGeoms {
  /** Indices, in drawing order. */
  readonly opaque: readonly number[];
  /** Front to back. */
  readonly transparent: readonly number[];
  /** Equal as long as the same geoms are drawn in the same way. */
  readonly key: string;
}

/** Which geoms are seen through, which are drawn at all, and sets the alphas that this frame asks for. */
export function sortGeoms(table: GeomTable, lens: Lens, siteAlpha: ScenePoses['siteAlpha']): SortedGeoms {
  const opaque: number[] = [];
  const blended: { index: number; distance: number }[] = [];
  for (const [index, { geom, rgba, mesh }] of table.geoms.entries()) {
    let alpha = (geom.kind === 'site' ? siteAlpha?.get(geom.id) : undefined) ?? rgba[3];
    const behind = table.isPlaneBehind(index, lens);
    if (behind) alpha *= BEHIND;
    table.setAlpha(index, alpha);
    if (alpha >= OPAQUE) opaque.push(index);
    // negative alpha hides without being skipped; neither leaves a trace in the picture
    else if (alpha > 0)
      blended.push({
        index,
        distance: geom.type === 'plane' ? 1e10 : table.distanceOf(index, lens) - boundOf(geom, mesh.reach),
      });
  }
  blended.sort((a, b) => a.distance - b.distance);
  const transparent = blended.map(({ index }) => index);
  return { opaque, transparent, key: opaque.join() };
}

/** Radius around the frame's origin, as MuJoCo reckons it (`geom_rbound`, `mjv_rbound` for sites). */
function boundOf({ type, size }: SceneGeom, reach: number): number {
  if (type === 'sphere') return size[0];
  if (type === 'capsule') return size[0] + size[1];
  if (type === 'cylinder') return Math.hypot(size[0], size[1]);
  if (type === 'ellipsoid') return Math.max(...size);
  return type === 'box' ? Math.hypot(...size) : reach;
}
