/*
 * The conductor: reads one command a line, lets an actor make the call, waits until nothing moves any more, and prints what
 * can be seen. Its guard, the process that was started, cleans up whatever ends the conductor. Usage: actor FOLDER
 */
#define _GNU_SOURCE
#include "actor.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define BREAK_TIME "/proc/sys/fs/lease-break-time"
struct shared *shared;
/* Whoever relies on the break time locks it with flock(2): shared to keep it as it is, exclusively to change it. Open from
   before the first fork to the end of the guard, which keeps the lock until everything is put back. */
static int break_time_lock = -1;

static void nothing(int signal) { (void)signal; }

int set_break_time(int seconds) {
  char text[16] = "";
  int fd = open(BREAK_TIME, O_RDWR | O_CLOEXEC);
  if (fd < 0) return -errno;
  if (shared->saved_break_time < 0 && read(fd, text, sizeof text - 1) > 0) shared->saved_break_time = atoi(text);
  int length = snprintf(text, sizeof text, "%d\n", seconds);
  int failed = pwrite(fd, text, length, 0) < 0 ? -errno : 0;
  close(fd);
  return failed;
}

static void remove_files(void) {
  char path[300];
  for (int inode = 0; inode < 2; inode++) {
    path_of(path, inode);
    unlink(path);
  }
}

static void clean_up(pid_t conductor) {
  while (kill(-conductor, SIGKILL) == 0) {
    while (waitpid(-1, NULL, WNOHANG) > 0) {}
    usleep(200);
  }
  if (shared->saved_break_time >= 0) set_break_time(shared->saved_break_time);
  remove_files();
  rmdir(shared->folder);
}

/* Ends all actors of the behaviour before, and waits until they are gone. */
static void end_actors(void) {
  for (int i = 0; i < SLOTS; i++)
    if (shared->ear[i].pid > 0) kill(shared->ear[i].pid, SIGKILL);
  for (int i = 0; i < SLOTS; i++)
    while (shared->ear[i].pid > 0 && kill(shared->ear[i].pid, 0) == 0) usleep(50);
  memset(shared->task, 0, sizeof shared->task);
  memset(shared->ear, 0, sizeof shared->ear);
}

static void wait_for(struct slot *slot) {
  for (int turns = 0; turns < 100000 && __atomic_load_n(&slot->tid, __ATOMIC_SEQ_CST) == 0; turns++) usleep(20);
}

static void begin(int processes, int threads, int inodes) {
  char path[300];
  end_actors();
  remove_files();
  for (int inode = 0; inode < inodes; inode++) {
    path_of(path, inode);
    close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0700));
  }
  for (int process = 0; process < processes; process++) {
    int task = process == 0 ? 0 : threads + process - 1;
    start_process(task, process);
    wait_for(&shared->task[task]);
    wait_for(&shared->ear[process]);
    for (int thread = 1; process == 0 && thread < threads; thread++) {
      tell(&shared->task[0], CLONE, thread, 0, 0);
      wait_for(&shared->task[thread]);
      settle(0);
    }
  }
}

/* The threads of a process end without having been told to. */
static void kill_process(int group) {
  pid_t victim = shared->ear[group].pid;
  for (int i = 0; i < SLOTS; i++) {
    struct slot *task = &shared->task[i];
    if (task->tid == 0 || task->pid != victim) continue;
    task->op = EXIT_GROUP;
    if (task->told == task->done) task->told++; /* it is not woken, only waited for */
  }
  if (victim > 0) kill(victim, SIGKILL);
}

static int conduct(void) {
  char line[128];
  int patient, task, op, a, b, c;
  struct sigaction handler = {.sa_handler = nothing};
  sigset_t blocked;
  sigaction(SIGUSR1, &handler, NULL);
  sigemptyset(&blocked);
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; signal++) sigaddset(&blocked, signal);
  sigaddset(&blocked, SIGIO);
  sigprocmask(SIG_BLOCK, &blocked, NULL);
  signal(SIGCHLD, SIG_IGN);
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (sscanf(line, "begin %d %d %d", &a, &b, &c) == 3) {
      begin(a, b, c);
      report(1);
    } else if (sscanf(line, "clock %d", &a) == 1) {
      printf("{\"clock\":%d}\n", set_break_time(a));
      fflush(stdout);
    } else if (strcmp(line, "lock shared\n") == 0 || strcmp(line, "lock\n") == 0) {
      int failed = flock(break_time_lock, LOCK_NB | (line[4] == ' ' ? LOCK_SH : LOCK_EX)) < 0 ? -errno : 0;
      printf("{\"lock\":%d}\n", failed);
      fflush(stdout);
    } else if (sscanf(line, "look %d", &patient) == 1) report(settle(patient));
    else if (sscanf(line, "interrupt %d %d", &patient, &task) == 2) {
      syscall(SYS_tgkill, shared->task[task].pid, shared->task[task].tid, SIGUSR1);
      for (int turns = 0; turns < 20000 && shared->task[task].told != shared->task[task].done; turns++) usleep(50);
      report(settle(patient));
    } else if (sscanf(line, "kill %d %d", &patient, &a) == 2) {
      kill_process(a);
      int settled = settle(patient);
      memset(&shared->ear[a], 0, sizeof shared->ear[a]);
      report(settled);
    } else if (sscanf(line, "call %d %d %d %d %d %d", &patient, &task, &op, &a, &b, &c) == 6) {
      tell(&shared->task[task], op, a, b, c);
      if (op == FORK || op == CLONE) wait_for(&shared->task[a]);
      if (op == FORK) wait_for(&shared->ear[b]);
      report(settle(patient));
      if (op == EXIT_GROUP) memset(&shared->ear[b], 0, sizeof shared->ear[b]);
    } else return 2;
  }
  return 0;
}

int main(int count, char **arguments) {
  if (count != 2 || strlen(arguments[1]) >= sizeof shared->folder) return 2;
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return 2;
  snprintf(shared->folder, sizeof shared->folder, "%s", arguments[1]);
  shared->guard = getpid();
  shared->saved_break_time = -1;
  if (mkdir(shared->folder, 0700) < 0) {
    fprintf(stderr, "leasecheck: cannot make %s: %s\n", shared->folder, strerror(errno));
    return 2;
  }
  break_time_lock = open(BREAK_TIME, O_RDONLY | O_CLOEXEC);
  for (int signal = 1; signal < 32; signal++) sigaction(signal, &(struct sigaction){.sa_handler = signal == SIGCHLD ? SIG_DFL : SIG_IGN}, NULL);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  pid_t conductor = fork(), ended;
  if (conductor == 0) {
    setpgid(0, 0);
    _exit(conduct());
  }
  setpgid(conductor, conductor);
  /* Only the conductor talks: its end must be seen at the other end of the pipes. */
  close(0);
  close(1);
  while ((ended = waitpid(-1, NULL, 0)) != conductor && (ended > 0 || errno == EINTR)) {}
  clean_up(conductor);
  return 0;
}
