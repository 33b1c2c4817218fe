// Forward passes come with plumb debug. Until then this room is empty.
export {};
