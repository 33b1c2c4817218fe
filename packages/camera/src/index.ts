// The renderer comes with plumb render. Until then this room is empty.
export {};
