// Episodes and probes come with plumb eval. Until then this room is empty.
export {};
