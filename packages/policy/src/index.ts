// Policies and their protocols come with plumb eval. Until then this room is empty.
export {};
