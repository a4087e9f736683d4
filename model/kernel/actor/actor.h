/* What the conductor and its actors share: one page of memory, mapped before the first fork. */
#ifndef ACTOR_H
#define ACTOR_H
#include <sys/types.h>

enum { SLOTS = 6, SIGNALS = 16, FIRST_FD = 100, DUP_FD = 150 };

/* What an actor is told to do. */
enum op { OPEN, TRUNCATE, SET_LEASE, UNLOCK, QUERY, CLOSE, DUP, FORK, CLONE, EXIT, EXIT_GROUP, EXEC, CHANGE, CHMOD, LISTEN };

/* A thread that waits for commands; the kernel's futex(2) wakes it on `told`. */
struct slot {
  int told, done;       /* counters: busy while they differ */
  int op, a, b, c;      /* the command */
  int result;           /* 0 or more, or -errno */
  pid_t pid, tid;       /* tid 0: nobody */
  int heard, file[SIGNALS]; /* ears only: break signals, each with the slot of its description, -1 when it named none */
};

struct shared {
  int progress;              /* raised with every `done` */
  pid_t guard;
  int saved_break_time;      /* what to put back; -1: nothing was changed */
  char folder[256];
  struct slot task[SLOTS];   /* the model's tasks */
  struct slot ear[SLOTS];    /* one thread in each process that takes the break signals, which all others block */
};

extern struct shared *shared;

long futex_wait(int *word, int value, long microseconds);
void futex_wake(int *word);
void tell(struct slot *to, int op, int a, int b, int c);
void path_of(char *out, int inode);
void forget_children(void);
/* Starts a process with its ear; it becomes the task. Returns the pid. */
pid_t start_process(int task, int group);
/* Waits until every busy actor sleeps in __break_lease. Returns 0 when that takes too long. */
int settle(int patient);
/* Prints what can be seen as one line of JSON. */
void report(int settled);
int set_break_time(int seconds);
#endif
