export { Renderer } from './renderer.ts';
export type * from './request.ts';
