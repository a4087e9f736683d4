/** leasecheck as a library: everything that a model of one's own, and a program that checks it, needs. */
export { type Action, type ActionSpec, type Step, showStep } from "./machine/action.js";
export { type Author, author, constants, type Draft, type Seen } from "./machine/author.js";
export { type Defined, define } from "./machine/definition.js";
export { UsageError } from "./machine/errors.js";
export { type Each, type Fairness, progress, strong, weak } from "./machine/fairness.js";
export * as ltl from "./machine/formula.js";
export { type Instance, type Machine, type MachineChoice, machineOf } from "./machine/machine.js";
export { CALL, type Observation } from "./machine/observation.js";
export type { ParameterSchemas, Parameters, ParametersOf } from "./machine/parameters.js";
export type { Property, PropertyKind } from "./machine/property.js";
export {
  choice,
  type Design,
  type Fault,
  flag,
  number,
  type Scenario,
  type ScenarioSpec,
  type ScopeKey,
  scenario,
  type Variant,
} from "./machine/scenario.js";
export { type Limit, MODEL_ERROR, NO_DEADLOCK, type Verdict } from "./machine/verdict.js";
export { type Walk, type WalksOptions, walks } from "./random/arbitrary.js";
export { sampleRandom } from "./random/sample.js";
export type { SampleOptions, SampleResult } from "./random/sample-result.js";
export { violations } from "./random/violations.js";
export { DomainError, ModelError, SchemaError } from "./schema/errors.js";
export {
  boolean,
  ghost,
  id,
  list,
  mapOf,
  oneOf,
  option,
  range,
  record,
  type Schema,
  type Scope,
  type ScopeValue,
  setOf,
  vector,
} from "./schema/schema.js";
export { type Interchangeable, interchangeable } from "./schema/symmetry/kind.js";
export type { DraftOf, Id, InputOf, StateOf } from "./schema/types.js";
export { explore } from "./search/explore.js";
export type { MachineSource } from "./search/machine-source.js";
export type { ExploreOptions, Progress } from "./search/options.js";
export type { ExplorationResult, PropertyOutcome } from "./search/result.js";
export { type Applied, type Interpreter, interpreter } from "./semantics/interpreter.js";
export { checkLiveness } from "./temporal/check.js";
export type { Checked, InfiniteBehaviour, LivenessOutcome, LivenessResult } from "./temporal/result.js";
export { type Behaviour, behaviourOf } from "./trace/behaviour.js";
export { minimise } from "./trace/minimise.js";
export { type Replay, replay } from "./trace/replay.js";
export { decodeToken, encodeToken } from "./trace/token.js";
