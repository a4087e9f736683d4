import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.full.test.ts"],
    testTimeout: 60_000,
    reporters: ["default", "./test/skipped-reporter.ts"],
    // Most of the time goes into starting the program: every processor can help.
    maxWorkers: "100%",
  },
});
