// The entry of the command line; bin/plumb.js calls main().
export {};
