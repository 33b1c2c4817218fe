// LIBERO on MuJoCo WASM comes with the built-in suite. Until then this room is empty.
export {};
