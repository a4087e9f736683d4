/** At the end of a run says which tests were skipped for want of something, and of what: their names end with the reason. */
import type { Reporter, TestModule } from "vitest/node";

/** Prints one line for each reason. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const reasons = new Map<string, number>();
    for (const module of modules)
      for (const test of module.children.allTests("skipped")) {
        const [, why] = /\(skipped: (.*?)\)(?: >|$)/.exec(test.fullName) ?? [];
        if (why !== undefined) reasons.set(why, (reasons.get(why) ?? 0) + 1);
      }
    for (const [why, tests] of reasons) console.log(` ${tests} ${tests === 1 ? "test" : "tests"} skipped: ${why}`);
  }
}
