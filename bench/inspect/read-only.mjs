/** What `plumb inspect` does before it prints. */
import { readCheckpoint } from '../../packages/checkpoint/dist/index.js';

const { tensors } = await readCheckpoint(process.argv[2]);
console.log(tensors.length);
