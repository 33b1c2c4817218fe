import type { Image, Scene, SceneGeom } from '@plumb/contract';
import { checkRequest } from './check/check-request.ts';
import { checkScene } from './check/check-scene.ts';
import { composePoses, placeBodies, poseNumbers } from './draw/body-poses.ts';
import { FramePainter } from './draw/frame-painter.ts';
import { makeLens } from './draw/lens.ts';
import { Painter } from './draw/painter.ts';
import { View } from './draw/view.ts';
import { startKernel } from './kernel/kernel.ts';
import { Arena } from './pack/arena.ts';
import { type PackedScene, packScene } from './pack/pack-scene.ts';
import type { Drawing, DrawRequest, FreeCamera, RendererOptions } from './request.ts';

/** Cameras and sizes kept; the one not used for longest gives its room to the next of its size. */
const MOST_VIEWS = 12;

/** Draws a scene on one CPU thread. Keeps, for each camera and size, what has not moved since it was drawn. */
export class Renderer {
  /**
   * Asynchronous because a browser compiles WebAssembly only so.
   * @throws PlumbError `CAMERA_SCENE` for a scene that is malformed, `CAMERA_UNSUPPORTED` for what is not drawn
   */
  static async create(scene: Scene, options: RendererOptions = {}): Promise<Renderer> {
    const { look = 2, groups = [1, 2], siteGroups = [0, 1, 2] } = options;
    const choose = ({ kind, group, rgba }: SceneGeom) =>
      (kind === 'geom' ? groups : siteGroups).includes(group) && rgba[3] !== 0;
    checkScene(scene, choose);
    return Renderer.attach(packScene(new Arena(), scene, look, choose), options);
  }

  /**
   * A renderer in another worker on the scene of this one (`packed`): meshes and textures are held once. Its own tables
   * and pictures lie in the same memory and go only with it, so attach once a worker, not once an episode.
   */
  static async attach(packed: PackedScene, options: Pick<RendererOptions, 'reuse'> = {}): Promise<Renderer> {
    const arena = new Arena(packed.memory);
    const kernel = await startKernel(packed.memory);
    return new Renderer(packed, arena, new Painter(kernel, arena, packed, options.reuse ?? true));
  }

  /** Can be sent to workers of this process, for `attach`. */
  readonly packed: PackedScene;
  readonly #arena: Arena;
  readonly #painter: Painter;
  readonly #frames: FramePainter;
  readonly #views = new Map<string, View>();
  /** Room for what is read out. */
  #out = 0;
  #outBytes = 0;

  private constructor(packed: PackedScene, arena: Arena, painter: Painter) {
    this.packed = packed;
    this.#arena = arena;
    this.#painter = painter;
    this.#frames = new FramePainter(painter, arena, packed);
  }

  /** Bytes that the scene and all renderers on it hold. */
  get memory(): number {
    return this.#arena.used;
  }

  /** @throws PlumbError `CAMERA_UNKNOWN`, `CAMERA_SIZE`, `CAMERA_POSES`, `CAMERA_MEMORY` */
  draw(request: DrawRequest): Drawing {
    const { scene, look } = this.packed;
    checkRequest(scene, request);
    const { width, height, poses, want = { rgb: true } } = request;
    const view = this.#viewOf(request);
    placeBodies(poses, scene.bodies, view.poses, view.moved);
    const lens = makeLens(...this.#cameraOf(request.camera, view.poses), width, height);
    this.#painter.geoms.place(view.poses);
    this.#painter.lights.place(view.poses, lens);
    const pixels = width * height;
    const { kernel } = this.#painter;
    const out: { image?: Image; depth?: Float32Array; segmentation?: Int16Array } = {};
    // 2.3.7 reads depth from the picture's first sample, 3.14 draws it apart in the pixels' centres
    const depthApart = look === 3;
    if (want.rgb || (want.depth && !depthApart)) this.#frames.drawPicture(view, lens, poses.siteAlpha);
    if (want.rgb) {
      kernel.writeRgb(view.colours, this.#room(pixels * 4));
      out.image = {
        width,
        height,
        data: this.#arena.bytes.slice(this.#out, this.#out + pixels * 3),
        orientation: 'upright',
      };
    }
    const readDepth = () => {
      kernel.writeDepth(this.#room(pixels * 4), scene.far);
      out.depth = this.#arena.floats.slice(this.#out >> 2, (this.#out >> 2) + pixels);
    };
    if (want.depth && !depthApart) readDepth();
    if (want.segmentation || (want.depth && depthApart)) {
      this.#frames.drawCentres(view, lens);
      if (want.depth && depthApart) readDepth();
      if (want.segmentation) {
        kernel.writeSegmentation(this.#room(pixels * 4));
        out.segmentation = new Int16Array(this.#arena.bytes.slice(this.#out, this.#out + pixels * 2).buffer);
      }
    }
    return out;
  }

  #cameraOf(camera: string | FreeCamera, bodies: Float64Array): [pose: Float64Array, fovy: number] {
    if (typeof camera !== 'string') return [poseNumbers(camera), camera.fovy];
    const { pose, body, fovy } = this.packed.scene.cameras.find(({ name }) => name === camera)!;
    const out = new Float64Array(12);
    composePoses(bodies, body * 12, poseNumbers(pose), 0, out, 0);
    return [out, fovy];
  }

  #viewOf({ camera, width, height }: DrawRequest): View {
    const key = `${typeof camera === 'string' ? camera : 'free'} ${width} ${height}`;
    let view = this.#views.get(key);
    this.#views.delete(key);
    if (view === undefined && this.#views.size >= MOST_VIEWS) {
      const oldest = [...this.#views].find(([, { width: w, height: h }]) => w === width && h === height);
      if (oldest !== undefined) {
        this.#views.delete(oldest[0]);
        view = oldest[1];
        view.camera = undefined;
      }
    }
    view ??= new View(this.#arena, width, height, this.packed.scene.bodies);
    this.#views.set(key, view);
    return view;
  }

  #room(bytes: number): number {
    if (bytes > this.#outBytes) {
      this.#out = this.#arena.allocate(bytes);
      this.#outBytes = bytes;
    }
    return this.#out;
  }
}
