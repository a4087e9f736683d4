/** What is asked of every design for servers in user space: ways to build one, each in a scope small enough to be searched completely. */
import type { Question } from "./questions.js";

const QUICK = { tasks: 3, groups: 3, files: 5 };
const THREADED = { ...QUICK, server: "threaded" };
const PROCESSES = { ...QUICK, server: "process per client" };
const CONNECTIONS = { ...QUICK, server: "process per connection" };

/** The questions, in the order of the findings. Threads first (Ganesha), then processes (Samba). */
export const serverQuestions: readonly Question[] = [
  {
    name: "threads",
    asks: "Threads; the lock spans the look at the clients and the call, which does not sleep.",
    scope: { ...THREADED, pins: "the lock" },
  },
  {
    name: "threads, no lock",
    asks: "The same, but the lock is let go before the call.",
    scope: { ...THREADED, pins: "nothing" },
  },
  {
    name: "threads, sleeping",
    asks: "The lock spans both, and the call may sleep.",
    scope: { ...THREADED, pins: "the lock", sleeps: true },
  },
  {
    name: "threads, sleeping, two strangers",
    asks: "The same beside two other processes.",
    scope: { ...THREADED, tasks: 4, groups: 4, files: 6, pins: "the lock", sleeps: true },
  },
  {
    name: "threads, pinned",
    asks: "A pin spans both, the lock is let go, and the call may sleep.",
    scope: { ...THREADED, pins: "a pin", sleeps: true },
  },
  {
    name: "threads, F_SETDELEG",
    asks: "Delegations, and changes by path, which always may sleep, under the lock.",
    scope: { ...THREADED, sets: "F_SETDELEG", changes: true, pins: "the lock" },
  },
  {
    name: "threads, F_SETDELEG, pinned",
    asks: "Delegations, and changes by path, with a pin.",
    scope: { ...THREADED, sets: "F_SETDELEG", changes: true, pins: "a pin", sleeps: true },
  },
  {
    name: "threads, not asking",
    asks: "Threads as in the first row; the leases do not ask for the exemption.",
    scope: { ...THREADED, pins: "the lock", optIn: false },
  },
  {
    name: "processes",
    asks: "A process for each client; the lock of the database spans the look at the clients and the call, which does not sleep.",
    scope: { ...PROCESSES, pins: "the lock" },
  },
  {
    name: "processes, no lock",
    asks: "The same, but the lock is let go before the call.",
    scope: { ...PROCESSES, pins: "nothing" },
  },
  {
    name: "processes, write leases",
    asks: "The same with write leases, the only ones that Samba sets.",
    scope: { ...PROCESSES, pins: "nothing", leases: "write" },
  },
  {
    name: "processes, sleeping",
    asks: "No lock is held, and the call may sleep.",
    scope: { ...PROCESSES, pins: "nothing", sleeps: true },
  },
  {
    name: "connections",
    asks: "A client has connections to several processes; the lock spans both, and the call does not sleep.",
    scope: { ...CONNECTIONS, pins: "the lock" },
  },
];
