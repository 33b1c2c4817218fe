// Byte offsets of what the TypeScript side writes. src/pack/layout.ts holds the same numbers; a spec compares them.

/** A geom as it is drawn this frame. */
export const GEOM_MATRIX: usize = 0; // 12 f32: rows X, Y, W; X / W and Y / W are pixels, W metres along the camera's axis
export const GEOM_EYE: usize = 48; // 3 f32, frame of the geom
export const GEOM_FLAGS: usize = 60; // u32, bit 0: front faces appear clockwise
export const GEOM_CLUSTERS: usize = 64; // address
export const GEOM_CLUSTER_COUNT: usize = 68;
export const GEOM_FACES: usize = 72; // address of 3 u32 a triangle: corners
export const GEOM_CORNERS: usize = 76; // address
export const GEOM_LIT: usize = 80; // address of 4 f32 a corner: r g b and the draw that they belong to
export const GEOM_FIRST_ID: usize = 84; // id of its first triangle
export const GEOM_TEXTURE: usize = 88; // address or 0
export const GEOM_MAPPING: usize = 92; // u32: 0 flat texture, 1 cube
export const GEOM_RGBA: usize = 96; // 4 f32
export const GEOM_EMISSION: usize = 112;
export const GEOM_SPECULAR: usize = 116;
export const GEOM_EXPONENT: usize = 120; // 128 * shininess
export const GEOM_ID: usize = 124; // i32 of the model, -1 for a site
export const GEOM_SCALE: usize = 128; // 3 f32 on texture coordinates
export const GEOM_OFFSET: usize = 144; // 3 f32
export const GEOM_ROTATION: usize = 160; // 9 f32, geom to world
export const GEOM_POSITION: usize = 196; // 3 f32
export const GEOM_PLANE: usize = 208; // 4 f32, frame of the geom: only dot(n, p) + d >= 0 is drawn; all 0: everything
export const GEOM_BYTES: usize = 224;

export const CLUSTER_SPHERE: usize = 0; // 4 f32: centre, radius
export const CLUSTER_CONE: usize = 16; // 4 f32: axis, sine of the half angle that all normals keep to; > 1: none
export const CLUSTER_VERTICES: usize = 32; // address of f32 x[n], y[n], z[n], n rounded up to 4
export const CLUSTER_VERTEX_COUNT: usize = 36;
export const CLUSTER_FACES: usize = 40; // address of 2 u32 a face: a | b << 8 | c << 16, index in the mesh
export const CLUSTER_FACE_COUNT: usize = 44;
export const CLUSTER_BYTES: usize = 64;

export const CORNER_BYTES: usize = 36; // 9 f32: position, normal, texture coordinates

export const LIGHT_DIRECTION: usize = 0; // 3 f32, world, unit
export const LIGHT_KIND: usize = 12; // u32: 0 directional, 1 positional
export const LIGHT_POSITION: usize = 16;
export const LIGHT_COS_CUTOFF: usize = 28; // below -1: no cone
export const LIGHT_AMBIENT: usize = 32;
export const LIGHT_EXPONENT: usize = 44;
export const LIGHT_DIFFUSE: usize = 48;
export const LIGHT_CONSTANT: usize = 60;
export const LIGHT_SPECULAR: usize = 64;
export const LIGHT_LINEAR: usize = 76;
export const LIGHT_QUADRATIC: usize = 80;
export const LIGHT_BYTES: usize = 96;

export const TEXTURE_LEVELS: usize = 0; // u32
export const TEXTURE_WIDTH: usize = 4; // f32
export const TEXTURE_HEIGHT: usize = 8; // f32, of one face
export const TEXTURE_FIRST_LEVEL: usize = 16;
export const LEVEL_DATA: usize = 0; // address of texel (-1, -1) of face 0
export const LEVEL_STRIDE: usize = 4; // bytes a row
export const LEVEL_FACE: usize = 8; // bytes a face
export const LEVEL_SIZES: usize = 16; // 2 f32: width and height, read as four
export const LEVEL_BYTES: usize = 32;

/** A picture's pixel before it is coloured: 4 f32 of 1 / metres, 4 u32 triangle ids, 0 for none. */
export const PIXEL_BYTES: usize = 32;
/** Pixels of 8 x 8; and their colours, a u32 each. */
export const TILE_BYTES: usize = 2048;
export const TILE_COLOURS: usize = 256;

export const CLUSTER_MAX_VERTICES: usize = 128;
