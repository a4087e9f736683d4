/*
 * Two-phase commit among resource managers: the twin of test/models/two-phase-commit.ts, action by action.
 *
 * One step of the model is one d_step of one process that has a single control state. So a state of Spin is a state of
 * the model and nothing else: "states, stored" counts the distinct states, and "transitions" (stored + matched) counts
 * the steps that were taken and, once more, the initial state.
 *
 * -DMANAGERS=N (2 to 9) says how many resource managers there are. The preprocessor unrolls every parameter. Sets are
 * bit masks here as they are there.
 */
#ifndef MANAGERS
#define MANAGERS 3
#endif

#define Working 0
#define Prepared 1
#define Committed 2
#define Aborted 3

#define Undecided 0
/* The coordinator shares Committed and Aborted. */

#define Everybody ((1 << MANAGERS) - 1)

byte manager[MANAGERS];
byte coordinator;
/* Sets of managers: whom the coordinator has heard from, and who has sent that it is prepared. */
short heardFrom;
short prepared;
bool commit;
bool abort;

#if MANAGERS < 2 || MANAGERS > 9
#error MANAGERS is 2 to 9
#endif

#define steps(who) \
  :: d_step { coordinator == Undecided && (prepared & (1 << who)) -> heardFrom = heardFrom | (1 << who) } \
  :: d_step { manager[who] == Working -> manager[who] = Prepared; prepared = prepared | (1 << who) } \
  :: d_step { manager[who] == Working -> manager[who] = Aborted } \
  :: d_step { commit -> manager[who] = Committed } \
  :: d_step { abort -> manager[who] = Aborted }

#define isCommitted(who) manager[who] == Committed
#define isAborted(who) manager[who] == Aborted

#define some2(p) p(0) || p(1)
#define some3(p) some2(p) || p(2)
#define some4(p) some3(p) || p(3)
#define some5(p) some4(p) || p(4)
#define some6(p) some5(p) || p(5)
#define some7(p) some6(p) || p(6)
#define some8(p) some7(p) || p(7)
#define some9(p) some8(p) || p(8)
#define join(a, b) a##b
#define some(n, p) (join(some, n)(p))

active proctype machine() {
  do
  :: d_step { coordinator == Undecided && heardFrom == Everybody -> coordinator = Committed; commit = true }
  :: d_step { coordinator == Undecided -> coordinator = Aborted; abort = true }
  steps(0)
  steps(1)
#if MANAGERS > 2
  steps(2)
#endif
#if MANAGERS > 3
  steps(3)
#endif
#if MANAGERS > 4
  steps(4)
#endif
#if MANAGERS > 5
  steps(5)
#endif
#if MANAGERS > 6
  steps(6)
#endif
#if MANAGERS > 7
  steps(7)
#endif
#if MANAGERS > 8
  steps(8)
#endif
  /* No manager commits while another one aborts. */
  :: d_step { some(MANAGERS, isCommitted) && some(MANAGERS, isAborted) -> assert(false) }
  od
}
