/*
 * Tasks that open files and lease them: the twin of test/models/lease-break.ts, action by action.
 *
 * One step of the model is one d_step of one process that has a single control state. So a state of Spin is a state of
 * the model and nothing else: "states, stored" counts the distinct states, and "transitions" (stored + matched) counts
 * the steps that were taken and, once more, the initial state.
 *
 * Tasks are in thread groups of two; -DTASKS=N (2 to 8) says how many there are. The preprocessor unrolls every
 * parameter, so that the C compiler sees constants for tasks and files.
 */
#ifndef TASKS
#define TASKS 5
#endif

#define Idle 0
#define BlockedRead 1
#define BlockedWrite 2
#define Reads 3
#define Writes 4

#define None 0
#define Read 1
#define Write 2
#define ReadToUnlock 3
#define WriteToUnlock 4
#define WriteToRead 5

byte at[TASKS];
byte file[TASKS];
/* By holder, one for each of the two files. */
byte lease0[TASKS];
byte lease1[TASKS];

/* every(p, joint, x, y): p(0, x, y) joint p(1, x, y) joint … for each task. */
#define every2(p, joint, x, y) p(0, x, y) joint p(1, x, y)
#define every3(p, joint, x, y) every2(p, joint, x, y) joint p(2, x, y)
#define every4(p, joint, x, y) every3(p, joint, x, y) joint p(3, x, y)
#define every5(p, joint, x, y) every4(p, joint, x, y) joint p(4, x, y)
#define every6(p, joint, x, y) every5(p, joint, x, y) joint p(5, x, y)
#define every7(p, joint, x, y) every6(p, joint, x, y) joint p(6, x, y)
#define every8(p, joint, x, y) every7(p, joint, x, y) joint p(7, x, y)
#if TASKS == 2
#define every every2
#elif TASKS == 3
#define every every3
#elif TASKS == 4
#define every every4
#elif TASKS == 5
#define every every5
#elif TASKS == 6
#define every every6
#elif TASKS == 7
#define every every7
#elif TASKS == 8
#define every every8
#else
#error TASKS is 2 to 8
#endif

#define isWrite(lease) (lease == Write || lease >= WriteToUnlock)
#define isOpen(who) (at[who] >= Reads)
#define foreign(a, b) (a / 2 != b / 2)

/* A foreign lease for writing stops readers; any foreign lease stops writers. */
#define stopsReader(holder, who, lease) (foreign(who, holder) && isWrite(lease[holder]))
#define stopsWriter(holder, who, lease) (foreign(who, holder) && lease[holder] != None)
#define readerIsStopped(who, lease) (every(stopsReader, ||, who, lease))
#define writerIsStopped(who, lease) (every(stopsWriter, ||, who, lease))

#define breakForReader(holder, who, lease) \
  if :: foreign(who, holder) && lease[holder] == Write -> lease[holder] = WriteToRead :: else fi
#define breakForWriter(holder, who, lease) \
  if \
  :: foreign(who, holder) && lease[holder] == Read -> lease[holder] = ReadToUnlock \
  :: foreign(who, holder) && (lease[holder] == Write || lease[holder] == WriteToRead) -> lease[holder] = WriteToUnlock \
  :: else \
  fi

#define open(who, what, lease) \
  :: d_step { at[who] == Idle && !readerIsStopped(who, lease) -> file[who] = what; at[who] = Reads } \
  :: d_step { at[who] == Idle && !writerIsStopped(who, lease) -> file[who] = what; at[who] = Writes } \
  :: d_step { at[who] == Idle && readerIsStopped(who, lease) -> \
       file[who] = what; at[who] = BlockedRead; every(breakForReader, ;, who, lease) } \
  :: d_step { at[who] == Idle && writerIsStopped(who, lease) -> \
       file[who] = what; at[who] = BlockedWrite; every(breakForWriter, ;, who, lease) }

#define unblock(who, what, lease) \
  :: d_step { at[who] == BlockedRead && file[who] == what && !readerIsStopped(who, lease) -> at[who] = Reads } \
  :: d_step { at[who] == BlockedWrite && file[who] == what && !writerIsStopped(who, lease) -> at[who] = Writes }

#define quiet(holder, x, lease) lease[holder] <= Write
#define notWritten(other, what, lease) (at[other] != Writes || file[other] != what) && lease[other] != Write
#define notOpened(other, who, what) (other == who || !isOpen(other) || file[other] != what)
#define mayLease(who, what, lease) isOpen(who) && file[who] == what && lease[who] == None && every(quiet, &&, 0, lease)
#define setLease(who, what, lease) \
  :: d_step { mayLease(who, what, lease) && every(notWritten, &&, what, lease) -> lease[who] = Read } \
  :: d_step { mayLease(who, what, lease) && every(notOpened, &&, who, what) -> lease[who] = Write }

#define close(who, what, lease) \
  :: d_step { isOpen(who) && file[who] == what -> lease[who] = None; at[who] = Idle; file[who] = 0 }

#define acknowledge(who, lease) \
  :: d_step { lease[who] >= ReadToUnlock -> if :: lease[who] == WriteToRead -> lease[who] = Read :: else -> lease[who] = None fi }

#define onFile(who, what, lease) \
  open(who, what, lease) unblock(who, what, lease) setLease(who, what, lease) \
  close(who, what, lease) acknowledge(who, lease)
#define steps(who) onFile(who, 0, lease0) onFile(who, 1, lease1)

/* Writers meet no lease of another thread group on their file. */
#define meetsLease(who) \
  (at[who] == Writes && (file[who] == 0 && writerIsStopped(who, lease0) || file[who] == 1 && writerIsStopped(who, lease1)))
/* No two tasks hold write leases on one file. */
#define oneWriteLease(holder, x, lease) isWrite(lease[holder])
#define manyWriteLeases(lease) ((every(oneWriteLease, +, 0, lease)) > 1)

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
       manyWriteLeases(lease0) || manyWriteLeases(lease1) ||
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
