// OpenGL's fixed-function lighting of vertices, four at a time, in the frame of their geom.
import {
  CORNER_BYTES, GEOM_CORNERS, GEOM_EMISSION, GEOM_EXPONENT, GEOM_EYE, GEOM_LIT, GEOM_POSITION, GEOM_RGBA,
  GEOM_ROTATION, GEOM_SPECULAR, LIGHT_AMBIENT, LIGHT_BYTES, LIGHT_CONSTANT, LIGHT_COS_CUTOFF, LIGHT_DIFFUSE,
  LIGHT_DIRECTION, LIGHT_EXPONENT, LIGHT_KIND, LIGHT_LINEAR, LIGHT_POSITION, LIGHT_QUADRATIC, LIGHT_SPECULAR,
} from './layout';
import { gather } from './lanes';
import { power } from './power';

let lights: usize = 0;
let lightCount: i32 = 0;
/** Lights turned into the frame of the geom at hand. */
let local: usize = 0;
/** Light that is there without any lamp. */
let ambient: f32 = 0;

export function setLights(address: usize, count: i32, scratch: usize, everywhere: f32): void {
  lights = address;
  lightCount = count;
  local = scratch;
  ambient = everywhere;
}

export function turnLights(geom: usize): void {
  for (let i = 0; i < lightCount; i++) {
    const from = lights + (i as usize) * LIGHT_BYTES;
    const to = local + (i as usize) * LIGHT_BYTES;
    memory.copy(to, from, LIGHT_BYTES);
    const px = load<f32>(from, LIGHT_POSITION) - load<f32>(geom, GEOM_POSITION);
    const py = load<f32>(from, LIGHT_POSITION + 4) - load<f32>(geom, GEOM_POSITION + 4);
    const pz = load<f32>(from, LIGHT_POSITION + 8) - load<f32>(geom, GEOM_POSITION + 8);
    const dx = load<f32>(from, LIGHT_DIRECTION);
    const dy = load<f32>(from, LIGHT_DIRECTION + 4);
    const dz = load<f32>(from, LIGHT_DIRECTION + 8);
    for (let axis: usize = 0; axis < 3; axis++) {
      const column = geom + GEOM_ROTATION + axis * 4;
      const r0 = load<f32>(column);
      const r1 = load<f32>(column, 12);
      const r2 = load<f32>(column, 24);
      store<f32>(to + axis * 4, r0 * px + r1 * py + r2 * pz, LIGHT_POSITION);
      store<f32>(to + axis * 4, r0 * dx + r1 * dy + r2 * dz, LIGHT_DIRECTION);
    }
  }
}

@inline
function dot(ax: v128, ay: v128, az: v128, bx: v128, by: v128, bz: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(ax, bx), f32x4.mul(ay, by)), f32x4.mul(az, bz));
}

@inline
function inverseLength(x: v128, y: v128, z: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.max(dot(x, y, z, x, y, z), f32x4.splat(1e-30))));
}

/** Lights four corners (indices; repeat one where there are fewer). Lights are those of `turnLights`. */
export function lightCorners(geom: usize, a: u32, b: u32, c: u32, d: u32, draw: u32): void {
  const corners = load<u32>(geom, GEOM_CORNERS) as usize;
  const pa = corners + (a as usize) * CORNER_BYTES;
  const pb = corners + (b as usize) * CORNER_BYTES;
  const pc = corners + (c as usize) * CORNER_BYTES;
  const pd = corners + (d as usize) * CORNER_BYTES;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const x = gather(pa, pb, pc, pd);
  const y = gather(pa + 4, pb + 4, pc + 4, pd + 4);
  const z = gather(pa + 8, pb + 8, pc + 8, pd + 8);
  const nx = gather(pa + 12, pb + 12, pc + 12, pd + 12);
  const ny = gather(pa + 16, pb + 16, pc + 16, pd + 16);
  const nz = gather(pa + 20, pb + 20, pc + 20, pd + 20);

  const red = v128.load32_splat(geom, GEOM_RGBA);
  const green = v128.load32_splat(geom, GEOM_RGBA + 4);
  const blue = v128.load32_splat(geom, GEOM_RGBA + 8);
  const own = f32x4.splat(load<f32>(geom, GEOM_EMISSION) + ambient);
  let r = f32x4.mul(own, red);
  let g = f32x4.mul(own, green);
  let bl = f32x4.mul(own, blue);
  const shine = load<f32>(geom, GEOM_SPECULAR);
  const exponent = v128.load32_splat(geom, GEOM_EXPONENT);

  let vx = zero;
  let vy = zero;
  let vz = zero;
  if (shine > 0) {
    vx = f32x4.sub(v128.load32_splat(geom, GEOM_EYE), x);
    vy = f32x4.sub(v128.load32_splat(geom, GEOM_EYE + 4), y);
    vz = f32x4.sub(v128.load32_splat(geom, GEOM_EYE + 8), z);
    const inverse = inverseLength(vx, vy, vz);
    vx = f32x4.mul(vx, inverse);
    vy = f32x4.mul(vy, inverse);
    vz = f32x4.mul(vz, inverse);
  }

  for (let i = 0; i < lightCount; i++) {
    const light = local + (i as usize) * LIGHT_BYTES;
    const dx = v128.load32_splat(light, LIGHT_DIRECTION);
    const dy = v128.load32_splat(light, LIGHT_DIRECTION + 4);
    const dz = v128.load32_splat(light, LIGHT_DIRECTION + 8);
    let lx = f32x4.neg(dx);
    let ly = f32x4.neg(dy);
    let lz = f32x4.neg(dz);
    let strength = one;
    if (load<u32>(light, LIGHT_KIND) == 1) {
      lx = f32x4.sub(v128.load32_splat(light, LIGHT_POSITION), x);
      ly = f32x4.sub(v128.load32_splat(light, LIGHT_POSITION + 4), y);
      lz = f32x4.sub(v128.load32_splat(light, LIGHT_POSITION + 8), z);
      const distance = f32x4.sqrt(f32x4.max(dot(lx, ly, lz, lx, ly, lz), f32x4.splat(1e-30)));
      const inverse = f32x4.div(one, distance);
      lx = f32x4.mul(lx, inverse);
      ly = f32x4.mul(ly, inverse);
      lz = f32x4.mul(lz, inverse);
      const cutoff = load<f32>(light, LIGHT_COS_CUTOFF);
      if (cutoff >= -1) {
        const along = f32x4.neg(dot(lx, ly, lz, dx, dy, dz));
        const within = f32x4.gt(along, f32x4.splat(cutoff));
        if (!v128.any_true(within)) continue;
        const spot = load<f32>(light, LIGHT_EXPONENT);
        if (spot != 0) strength = power(f32x4.max(along, f32x4.splat(1e-20)), f32x4.splat(spot));
        strength = v128.and(strength, within);
      }
      const linear = load<f32>(light, LIGHT_LINEAR);
      const quadratic = load<f32>(light, LIGHT_QUADRATIC);
      const constant = load<f32>(light, LIGHT_CONSTANT);
      if (constant != 1 || linear != 0 || quadratic != 0) {
        const loss = f32x4.add(
          f32x4.splat(constant),
          f32x4.mul(distance, f32x4.add(f32x4.splat(linear), f32x4.mul(distance, f32x4.splat(quadratic)))),
        );
        strength = f32x4.div(strength, loss);
      }
    }
    const facing = dot(nx, ny, nz, lx, ly, lz);
    const lit = f32x4.gt(facing, zero);
    const diffuse = f32x4.max(facing, zero);
    let mirror = zero;
    if (shine > 0 && v128.any_true(lit)) {
      let hx = f32x4.add(lx, vx);
      let hy = f32x4.add(ly, vy);
      let hz = f32x4.add(lz, vz);
      const half = f32x4.mul(f32x4.max(dot(nx, ny, nz, hx, hy, hz), zero), inverseLength(hx, hy, hz));
      mirror = v128.and(power(half, exponent), lit);
      mirror = f32x4.mul(mirror, f32x4.splat(shine));
    }
    r = f32x4.add(r, f32x4.mul(strength, channel(light, 0, red, diffuse, mirror)));
    g = f32x4.add(g, f32x4.mul(strength, channel(light, 4, green, diffuse, mirror)));
    bl = f32x4.add(bl, f32x4.mul(strength, channel(light, 8, blue, diffuse, mirror)));
  }
  r = f32x4.min(f32x4.max(r, zero), one);
  g = f32x4.min(f32x4.max(g, zero), one);
  bl = f32x4.min(f32x4.max(bl, zero), one);
  const out = load<u32>(geom, GEOM_LIT) as usize;
  put(out + ((a as usize) << 4), f32x4.extract_lane(r, 0), f32x4.extract_lane(g, 0), f32x4.extract_lane(bl, 0), draw);
  put(out + ((b as usize) << 4), f32x4.extract_lane(r, 1), f32x4.extract_lane(g, 1), f32x4.extract_lane(bl, 1), draw);
  put(out + ((c as usize) << 4), f32x4.extract_lane(r, 2), f32x4.extract_lane(g, 2), f32x4.extract_lane(bl, 2), draw);
  put(out + ((d as usize) << 4), f32x4.extract_lane(r, 3), f32x4.extract_lane(g, 3), f32x4.extract_lane(bl, 3), draw);
}

@inline
function channel(light: usize, offset: usize, colour: v128, diffuse: v128, mirror: v128): v128 {
  const at = light + offset;
  const matte = f32x4.add(
    v128.load32_splat(at, LIGHT_AMBIENT),
    f32x4.mul(diffuse, v128.load32_splat(at, LIGHT_DIFFUSE)),
  );
  return f32x4.add(f32x4.mul(matte, colour), f32x4.mul(mirror, v128.load32_splat(at, LIGHT_SPECULAR)));
}

@inline
function put(at: usize, r: f32, g: f32, b: f32, draw: u32): void {
  store<f32>(at, r);
  store<f32>(at, g, 4);
  store<f32>(at, b, 8);
  store<u32>(at, draw, 12);
}
