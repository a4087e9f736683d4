import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.full.test.ts"],
    testTimeout: 1_800_000,
    reporters: ["default", "./test/skipped-reporter.ts"],
  },
});
