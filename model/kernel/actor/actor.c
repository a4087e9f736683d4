/* Actors: processes and threads that make one system call for each command. */
#define _GNU_SOURCE
#include "actor.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BREAK_SIGNAL (SIGRTMIN + 1)

long futex_wait(int *word, int value, long microseconds) {
  struct timespec most = {microseconds / 1000000, microseconds % 1000000 * 1000};
  return syscall(SYS_futex, word, FUTEX_WAIT, value, &most, NULL, 0);
}
void futex_wake(int *word) { syscall(SYS_futex, word, FUTEX_WAKE, 64, NULL, NULL, 0); }

void tell(struct slot *to, int op, int a, int b, int c) {
  to->op = op, to->a = a, to->b = b, to->c = c;
  __atomic_add_fetch(&to->told, 1, __ATOMIC_SEQ_CST);
  futex_wake(&to->told);
}

void path_of(char *out, int inode) { snprintf(out, 300, "%s/f%d", shared->folder, inode); }

static void answer(struct slot *self, int result) {
  self->result = result;
  __atomic_store_n(&self->done, self->told, __ATOMIC_SEQ_CST);
  __atomic_add_fetch(&shared->progress, 1, __ATOMIC_SEQ_CST);
  futex_wake(&shared->progress);
}

/* Waits for a command. An actor whose guard is gone has nobody left to end it. */
static void await(struct slot *self) {
  int seen;
  while ((seen = __atomic_load_n(&self->told, __ATOMIC_SEQ_CST)) == self->done) {
    futex_wait(&self->told, seen, 1000000);
    if (kill(shared->guard, 0) < 0 && errno == ESRCH) _exit(0);
  }
}

static int code(long result) { return result < 0 ? -errno : (int)result; }

/* The description gets the descriptor that its slot is known by; the first number is given up, which releases nothing. */
static int open_as(int inode, int flags, int file) {
  char path[300];
  path_of(path, inode);
  int fd = open(path, flags);
  if (fd < 0) return -errno;
  dup2(fd, FIRST_FD + file);
  close(fd);
  return 0;
}

static void *listen_main(void *argument);
static void *task_main(void *argument);

static int start_thread(void *(*body)(void *), void *argument) {
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 65536);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  return pthread_create(&thread, &attributes, body, argument);
}

pid_t start_process(int task, int group) {
  pid_t child = fork();
  if (child != 0) return child;
  start_thread(listen_main, &shared->ear[group]);
  task_main(&shared->task[task]);
  _exit(0);
}

static int call(struct slot *self) {
  char path[300];
  int fd = FIRST_FD + self->a;
  switch (self->op) {
  case OPEN: return open_as(self->a, self->b, self->c);
  case TRUNCATE:
    path_of(path, self->a);
    return code(truncate(path, 0));
  case SET_LEASE: {
    int result = code(fcntl(fd, F_SETLEASE, self->b));
    /* Reset whenever a lease goes: also when the call itself removed one that had expired, and made another. */
    if (result == 0) fcntl(fd, F_SETSIG, BREAK_SIGNAL);
    return result;
  }
  case UNLOCK: return code(fcntl(fd, F_SETLEASE, F_UNLCK));
  case QUERY: return code(fcntl(fd, F_GETLEASE));
  case CLOSE: return code(close(self->b == 2 ? DUP_FD + self->a : fd));
  case DUP: return code(dup2(fd, DUP_FD + self->a)) < 0 ? -errno : 0;
  case FORK: return code(start_process(self->a, self->b)) < 0 ? -errno : 0;
  case CLONE: return -start_thread(task_main, &shared->task[self->a]);
  case CHANGE: return code(pwrite(fd, "", 1, 0)) < 0 ? -errno : code(ftruncate(fd, 0));
  case CHMOD:
    path_of(path, self->a);
    return code(chmod(path, 0600));
  default: return -ENOSYS;
  }
}

static void *task_main(void *argument) {
  struct slot *self = argument;
  self->pid = getpid();
  __atomic_store_n(&self->tid, gettid(), __ATOMIC_SEQ_CST);
  for (;;) {
    await(self);
    if (self->op == EXIT_GROUP) _exit(0);
    if (self->op == EXIT) syscall(SYS_exit, 0);
    answer(self, call(self));
  }
}

/* The ear of a process: says which break signals have come since it was last asked. */
static void *listen_main(void *argument) {
  struct slot *self = argument;
  const struct timespec now = {0, 0};
  sigset_t wanted;
  siginfo_t info;
  sigemptyset(&wanted);
  sigaddset(&wanted, BREAK_SIGNAL);
  sigaddset(&wanted, SIGIO);
  self->pid = getpid();
  __atomic_store_n(&self->tid, gettid(), __ATOMIC_SEQ_CST);
  for (;;) {
    await(self);
    self->heard = 0;
    while (self->heard < SIGNALS && sigtimedwait(&wanted, &info, &now) > 0)
      self->file[self->heard++] = info.si_signo == SIGIO ? -1 : info.si_fd >= DUP_FD ? info.si_fd - DUP_FD : info.si_fd - FIRST_FD;
    answer(self, 0);
  }
  return NULL;
}
