import { defineConfig } from 'vitest/config';

// Siblings resolve to their sources, so a test never sees a stale build; tests of the CLI run the built files.
export default defineConfig({
  ssr: { resolve: { conditions: ['plumb-source', 'node', 'import', 'default'] } },
  resolve: { conditions: ['plumb-source', 'node', 'import', 'default'] },
  test: {
    include: ['packages/*/src/**/*.spec.ts', 'tests/**/*.spec.ts'],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
