/** How a camera at a pose sees: rows that turn world coordinates into pixels times metres, and metres. GL's rows: up. */
export interface Lens {
  /** `[3, 4]`: X, Y, W; X / W pixels from the left, Y / W from the bottom, W metres along the axis. */
  readonly rows: Float64Array;
  /** World. */
  readonly eye: readonly [number, number, number];
  readonly forward: readonly [number, number, number];
  readonly width: number;
  readonly height: number;
}

/** Tiles of 8 x 8 pixels. */
export function tilesOf({ width, height }: Pick<Lens, 'width' | 'height'>): number {
  return Math.ceil(width / 8) * Math.ceil(height / 8);
}

/** @param pose 12 numbers, camera to world; looks along -z @param fovy vertical, degrees */
export function makeLens(pose: Float64Array, fovy: number, width: number, height: number): Lens {
  const focal = height / 2 / Math.tan((fovy * Math.PI) / 360);
  const rows = new Float64Array(12);
  const eye = [pose[3]!, pose[7]!, pose[11]!] as const;
  for (let k = 0; k < 3; k++) {
    const right = pose[k * 4]!;
    const up = pose[k * 4 + 1]!;
    const forward = -pose[k * 4 + 2]!;
    rows[k] = focal * right + (width / 2) * forward;
    rows[4 + k] = focal * up + (height / 2) * forward;
    rows[8 + k] = forward;
  }
  for (let row = 0; row < 12; row += 4)
    rows[row + 3] = -(rows[row]! * eye[0] + rows[row + 1]! * eye[1] + rows[row + 2]! * eye[2]);
  return { rows, eye, forward: [-pose[2]!, -pose[6]!, -pose[10]!], width, height };
}

/** The same camera seen in a mirror through `point` with unit `normal`. */
export function mirrorLens(lens: Lens, point: readonly number[], normal: readonly number[]): Lens {
  const [nx, ny, nz] = normal as [number, number, number];
  const shift = 2 * (nx * point[0]! + ny * point[1]! + nz * point[2]!);
  const rows = new Float64Array(12);
  for (let row = 0; row < 12; row += 4) {
    const along = lens.rows[row]! * nx + lens.rows[row + 1]! * ny + lens.rows[row + 2]! * nz;
    rows[row] = lens.rows[row]! - 2 * along * nx;
    rows[row + 1] = lens.rows[row + 1]! - 2 * along * ny;
    rows[row + 2] = lens.rows[row + 2]! - 2 * along * nz;
    rows[row + 3] = lens.rows[row + 3]! + along * shift;
  }
  const height = lens.eye[0] * nx + lens.eye[1] * ny + lens.eye[2] * nz;
  const eye = lens.eye.map((value, k) => value + (shift - 2 * height) * normal[k]!) as [
    number,
    number,
    number,
  ];
  return { ...lens, rows, eye };
}

/** Pixels, both ends included. */
export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Lengths of the gradients of the four sides of what `area` shows, for spheres against them. */
export function sideLengths({ rows }: Lens, area: Rectangle): [number, number, number, number] {
  const length = (row: number, edge: number) =>
    Math.hypot(
      rows[row]! - edge * rows[8]!,
      rows[row + 1]! - edge * rows[9]!,
      rows[row + 2]! - edge * rows[10]!,
    );
  return [length(0, area.left), length(0, area.right + 1), length(4, area.bottom), length(4, area.top + 1)];
}
