// The run folder comes with plumb eval. Until then this room is empty.
export {};
