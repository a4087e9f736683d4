import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.full.test.ts"],
    testTimeout: 2_700_000,
    reporters: ["default", "./test/skipped-reporter.ts"],
  },
});
