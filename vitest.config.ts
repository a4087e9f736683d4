import { defineConfig } from "vitest/config";
import { BUILT, fromBuilt } from "./test/built.js";

export default defineConfig({
  plugins: [fromBuilt],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.full.test.ts"],
    testTimeout: 60_000,
    reporters: ["default", "./test/skipped-reporter.ts"],
    globalSetup: "./test/built.ts",
    server: { deps: { external: [...BUILT] } },
    // Loading the program and warming it up for every file takes longer than most files.
    isolate: false,
    // Most of the time goes into searches: every processor can help.
    maxWorkers: "100%",
  },
});
