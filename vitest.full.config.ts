import { defineConfig } from "vitest/config";
import { BUILT, fromBuilt } from "./test/built.js";

export default defineConfig({
  plugins: [fromBuilt],
  test: {
    include: ["test/**/*.full.test.ts"],
    testTimeout: 2_700_000,
    reporters: ["default", "./test/skipped-reporter.ts"],
    globalSetup: "./test/built.ts",
    // Unasked, Vitest leaves one processor to itself.
    maxWorkers: "100%",
    server: { deps: { external: [...BUILT] } },
  },
});
