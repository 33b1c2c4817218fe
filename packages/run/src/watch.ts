// What a worker needs of this room, without the schema and the database behind the whole of it.
export { episodeName } from './episode-name.ts';
export { signalsOfEpisode } from './signals/index.ts';
