import type { Scene } from '@plumb/contract';
import type { Drawing, DrawRequest, RendererOptions } from './request.ts';

/** Draws a scene on one CPU thread. Keeps, for each camera and size, what has not moved since it was drawn. */
export class Renderer {
  /**
   * Asynchronous because a browser compiles WebAssembly only so.
   * @throws PlumbError `CAMERA_SCENE_…` for a scene that is malformed or asks for what is not drawn (shadows, …).
   */
  static async create(_scene: Scene, _options: RendererOptions = {}): Promise<Renderer> {
    return new Renderer();
  }

  /** @throws PlumbError `CAMERA_UNKNOWN`, `CAMERA_SIZE`, `CAMERA_POSES`. */
  draw(_request: DrawRequest): Drawing {
    return {};
  }
}
