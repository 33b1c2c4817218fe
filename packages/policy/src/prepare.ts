// What a worker needs of this room, without clients and servers.
export { finishAction } from './prepare/finish-action.ts';
export { prepareObservation } from './prepare/prepare-observation.ts';
