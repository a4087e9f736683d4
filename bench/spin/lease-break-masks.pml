/*
 * The model of lease-break.pml as one who tunes for Spin would write it: the same states and steps, with sets of tasks as
 * bit masks, and with one option where exclusive cases can share it, since every option costs a test in every state.
 */
#ifndef TASKS
#define TASKS 5
#endif
#if TASKS < 2 || TASKS > 8
#error TASKS is 2 to 8
#endif

/* Sets of tasks, a bit each. A task that is in none of these four is idle. */
byte blockedReads;
byte blockedWrites;
byte reads;
byte writes;
/* The tasks whose file is the second one. */
byte second;
/* By file: holders of leases; of write leases; who was asked to unlock; who was asked to downgrade. */
byte held0;
byte write0;
byte unlock0;
byte down0;
byte held1;
byte write1;
byte unlock1;
byte down1;

#define bit(who) (1 << who)
#define foreign(who) (255 & ~(3 << (who / 2 * 2)))
#define add(set, who) set = set | bit(who)
#define remove(set, who) set = set & ~bit(who)
#define isIdle(who) !((blockedReads | blockedWrites | reads | writes) & bit(who))
#define isOpen(who) ((reads | writes) & bit(who))
#define choose0(who) skip
#define choose1(who) add(second, who)
/* Of two sets, that of the file that the task has. */
#define ofFile(set, who) ((second & bit(who)) -> set##1 : set##0)
#define sameFile(who) ((second & bit(who)) -> second : ~second)

#define open(who, f) \
  :: d_step { isIdle(who) -> choose##f(who); \
       if \
       :: write##f & foreign(who) -> \
          down##f = down##f | (write##f & foreign(who) & ~unlock##f); add(blockedReads, who) \
       :: else -> add(reads, who) \
       fi } \
  :: d_step { isIdle(who) -> choose##f(who); \
       if \
       :: held##f & foreign(who) -> \
          unlock##f = unlock##f | (held##f & foreign(who)); down##f = down##f & ~foreign(who); add(blockedWrites, who) \
       :: else -> add(writes, who) \
       fi }

#define unblock(who) \
  :: d_step { (blockedReads & bit(who)) && !(ofFile(write, who) & foreign(who)) -> \
       remove(blockedReads, who); add(reads, who) } \
  :: d_step { (blockedWrites & bit(who)) && !(ofFile(held, who) & foreign(who)) -> \
       remove(blockedWrites, who); add(writes, who) }

#define mayLease(who) isOpen(who) && !(ofFile(held, who) & bit(who)) && !ofFile(unlock, who) && !ofFile(down, who)
#define setLease(who) \
  :: d_step { mayLease(who) && !ofFile(write, who) && !(writes & sameFile(who)) -> \
       if :: second & bit(who) -> add(held1, who) :: else -> add(held0, who) fi } \
  :: d_step { mayLease(who) && !((reads | writes) & sameFile(who) & ~bit(who)) -> \
       if \
       :: second & bit(who) -> add(held1, who); add(write1, who) \
       :: else -> add(held0, who); add(write0, who) \
       fi }

#define drop(who, f) remove(held##f, who); remove(write##f, who); remove(unlock##f, who); remove(down##f, who)

#define close(who) \
  :: d_step { isOpen(who) -> \
       if :: second & bit(who) -> drop(who, 1); remove(second, who) :: else -> drop(who, 0) fi; \
       remove(reads, who); remove(writes, who) }

#define acknowledge(who, f) \
  :: d_step { (unlock##f | down##f) & bit(who) -> \
       if :: unlock##f & bit(who) -> drop(who, f) :: else -> remove(write##f, who); remove(down##f, who) fi }

#define steps(who) open(who, 0) open(who, 1) unblock(who) setLease(who) close(who) acknowledge(who, 0) acknowledge(who, 1)

/* Writers meet no lease of another thread group on their file. */
#define meetsLease(who) ((writes & bit(who)) && (ofFile(held, who) & foreign(who)))
/* No two tasks hold write leases on one file. */
#define several(set) (set & (set - 1))

active proctype machine() {
  do
  steps(0)
  steps(1)
#if TASKS > 2
  steps(2)
#endif
#if TASKS > 3
  steps(3)
#endif
#if TASKS > 4
  steps(4)
#endif
#if TASKS > 5
  steps(5)
#endif
#if TASKS > 6
  steps(6)
#endif
#if TASKS > 7
  steps(7)
#endif
  :: d_step {
       several(write0) || several(write1) ||
#if TASKS > 7
       meetsLease(7) ||
#endif
#if TASKS > 6
       meetsLease(6) ||
#endif
#if TASKS > 5
       meetsLease(5) ||
#endif
#if TASKS > 4
       meetsLease(4) ||
#endif
#if TASKS > 3
       meetsLease(3) ||
#endif
#if TASKS > 2
       meetsLease(2) ||
#endif
       meetsLease(1) || meetsLease(0) -> assert(false)
     }
  od
}
