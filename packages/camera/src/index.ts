export { checkSize } from './check/check-request.ts';
export { Renderer } from './renderer.ts';
export type * from './request.ts';
