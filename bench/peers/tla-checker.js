/**
 * The lease model in TLA+, checked by tla-checker (Rust compiled to WebAssembly). Run with the number of tasks; prints
 * what it found as JSON.
 */
import { readFileSync } from "node:fs";
import { check_spec_with_cfg, initSync } from "tla-checker";

const read = (path) => readFileSync(new URL(path, import.meta.url));
initSync({ module: read("node_modules/tla-checker/tla_checker_bg.wasm") });
const configuration = `INIT Init
NEXT Next
INVARIANT WritersMeetNoForeignLease
INVARIANT OneWriteLeaseAFile
`;
const specification = read("LeaseBreak.tla").toString();
const constants = JSON.stringify({ N: Number(process.argv[2]) });
const started = performance.now();
const answer = JSON.parse(
  check_spec_with_cfg(specification, configuration, constants, 100_000_000, 1_000_000, true, false),
);
const seconds = (performance.now() - started) / 1000;
if (!answer.success) throw new Error(answer.error_message ?? answer.error_type);
// It does not say how many steps it took.
process.stdout.write(`${JSON.stringify({ states: answer.states_explored, transitions: null, seconds })}\n`);
