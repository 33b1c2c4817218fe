export { cropCentreTensorflow } from './image/crop-tensorflow.ts';
export { jpegRoundTrip } from './image/jpeg-round-trip.ts';
export { type PillowFilter, resizePillow } from './image/resize-pillow.ts';
export { resizeTensorflowLanczos3 } from './image/resize-tensorflow.ts';
export { resizeWithPad } from './image/resize-with-pad.ts';
export { FAMILIES, type Family } from './manifest/families.ts';
export { type GivenManifest, overrideManifest } from './manifest/override-manifest.ts';
export { type OpenOther, openPolicy, type PolicyOptions } from './open/open-policy.ts';
export { type PolicyAddress, parsePolicyAddress } from './open/policy-address.ts';
export { DEFAULT_TIMEOUTS, type PolicyTimeouts } from './open/policy-timeouts.ts';
export type * from './policy.ts';
export {
  type ActionStage,
  type ActionTap,
  actionStages,
  finishAction,
  type NamedActionStage,
} from './prepare/finish-action.ts';
export { type ImageStage, imageStages, type NamedImageStage } from './prepare/prepare-image.ts';
export { type ObservationTap, prepareObservation } from './prepare/prepare-observation.ts';
export { prepareState } from './prepare/prepare-state.ts';
export type {
  PolicyServer,
  ServedProtocol,
  ServeOptions,
  ServerEvent,
} from './serve/serve-policy.ts';
