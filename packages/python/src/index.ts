export type * from './environment.ts';
export { lineOf, type Node, nodesOfType, parsePython, type Tree } from './parse.ts';
