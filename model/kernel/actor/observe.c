/* What can be seen from outside: who sleeps where, results, break signals, /proc/locks. */
#define _GNU_SOURCE
#include "actor.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static int read_file(const char *path, char *out, int size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  int length = read(fd, out, size - 1);
  close(fd);
  out[length < 0 ? 0 : length] = 0;
  return length;
}

/* 0 running, 1 asleep in __break_lease, 2 a zombie, 3 gone */
static int whereabouts(const struct slot *task) {
  char path[80], text[512];
  snprintf(path, sizeof path, "/proc/%d/task/%d/wchan", task->pid, task->tid);
  if (task->op != EXIT && task->op != EXIT_GROUP) {
    if (read_file(path, text, sizeof text) < 0) return 3;
    return strcmp(text, "__break_lease") == 0;
  }
  /* A process is gone when somebody has waited for it. */
  if (task->op == EXIT_GROUP) return kill(task->pid, 0) < 0 ? 3 : 0;
  snprintf(path, sizeof path, "/proc/%d/task/%d/stat", task->pid, task->tid);
  if (read_file(path, text, sizeof text) <= 0) return 3;
  const char *end = strrchr(text, ')');
  /* Only the leader of a thread group stays as a zombie; others pass through that state. */
  return end != NULL && end[2] == 'Z' && task->pid == task->tid ? 2 : 0;
}

static int busy(const struct slot *slot) {
  return __atomic_load_n(&slot->told, __ATOMIC_SEQ_CST) != __atomic_load_n(&slot->done, __ATOMIC_SEQ_CST);
}

static int at_rest(void) {
  for (int i = 0; i < SLOTS; i++) {
    struct slot *task = &shared->task[i];
    if (task->tid == 0 || !busy(task)) continue;
    int where = whereabouts(task);
    if (where == 0) return 0;
    if (where != 3 || !busy(task)) continue;
    pid_t gone = task->op == EXIT_GROUP ? task->pid : 0;
    memset(task, 0, sizeof *task);
    for (int other = 0; gone != 0 && other < SLOTS; other++)
      if (shared->task[other].pid == gone) memset(&shared->task[other], 0, sizeof *task);
  }
  return 1;
}

int settle(int patient) {
  const double limit = now() + 3;
  /* A sleeper that polls looks once a jiffy, at most 10 ms. */
  double quiet_until = patient ? now() + 0.025 : 0;
  int quiet = 0;
  while (now() < limit) {
    int progress = __atomic_load_n(&shared->progress, __ATOMIC_SEQ_CST);
    if (!at_rest()) {
      quiet = 0;
      futex_wait(&shared->progress, progress, 100);
      continue;
    }
    /* Twice, as the one that was looked at last may have woken the first just before. */
    if (progress == __atomic_load_n(&shared->progress, __ATOMIC_SEQ_CST)) quiet++;
    if (now() < quiet_until) {
      quiet = 0;
      usleep(1000);
    } else if (quiet >= 2) return 1;
  }
  return 0;
}

static int inode_of(unsigned long number) {
  for (int i = 0; i < 2; i++) {
    char path[300];
    struct stat status;
    path_of(path, i);
    if (stat(path, &status) == 0 && status.st_ino == number) return i;
  }
  return -1;
}

/* All of /proc/locks. Returns how many reads that took: only what one read returns was there at one moment. */
static int read_locks(char *out, int size) {
  int fd = open("/proc/locks", O_RDONLY | O_CLOEXEC), reads = 0, length = 0, part;
  while (fd >= 0 && length < size - 1 && (part = read(fd, out + length, size - 1 - length)) > 0) length += part, reads++;
  if (fd >= 0) close(fd);
  out[length] = 0;
  return reads;
}

/* The leases of our files: state, type, thread group and inode, each followed by those who wait below it with their depth. */
static void our_locks(char *text, char *out, int size) {
  char class[16], state[16], type[16], *rest_of_text = NULL;
  int ours = 0, pid, length = 0;
  unsigned major, minor;
  unsigned long number;
  out[0] = 0;
  for (char *line = strtok_r(text, "\n", &rest_of_text); line != NULL && length < size - 80; line = strtok_r(NULL, "\n", &rest_of_text)) {
    const char *colon = strchr(line, ':'), *arrow = strstr(line, "->"), *comma = length > 0 ? "," : "";
    if (colon == NULL) continue;
    if (arrow == NULL) {
      ours = sscanf(colon + 1, "%15s %15s %15s %d %x:%x:%lu", class, state, type, &pid, &major, &minor, &number) == 7 &&
             strcmp(class, "LEASE") == 0 && inode_of(number) >= 0;
      if (ours) length += snprintf(out + length, size - length, "%s[\"%s\",\"%s\",%d,%d]", comma, state, type, pid, inode_of(number));
    } else if (ours && sscanf(arrow + 2, "%15s %15s %15s %d", class, state, type, &pid) == 4)
      length += snprintf(out + length, size - length, "%s[\"%s\",\"%s\",%d,%d]", comma, state, type, pid, (int)(arrow - colon));
  }
}

static void print_locks(void) {
  static char text[1 << 18], seen[8192], before[8192];
  int reads = read_locks(text, sizeof text);
  our_locks(text, seen, sizeof seen);
  /* Where others change their locks between reads, lines may come twice or not at all: until it is the same four times. */
  for (int turns = 0, same = 1; reads > 1 && same < 4 && turns < 60; turns++) {
    strcpy(before, seen);
    read_locks(text, sizeof text);
    our_locks(text, seen, sizeof seen);
    same = strcmp(before, seen) == 0 ? same + 1 : 1;
  }
  fputs(seen, stdout);
}

static void print_signals(void) {
  int any = 0;
  for (int i = 0; i < SLOTS; i++) {
    struct slot *ear = &shared->ear[i];
    char path[80];
    snprintf(path, sizeof path, "/proc/%d/task/%d", ear->pid, ear->tid);
    if (ear->tid == 0 || access(path, F_OK) != 0) continue;
    tell(ear, LISTEN, 0, 0, 0);
    for (int turns = 0; busy(ear) && turns < 10000; turns++) futex_wait(&shared->progress, shared->progress, 50);
    for (int n = 0; n < ear->heard; n++) printf("%s[%d,%d]", any++ ? "," : "", ear->file[n], i);
  }
}

void report(int settled) {
  printf("{\"settled\":%s,\"tasks\":[", settled ? "true" : "false");
  for (int i = 0; i < SLOTS; i++) {
    struct slot *task = &shared->task[i];
    const char *at = task->tid == 0 ? "absent" : !busy(task) ? "user" : task->op == EXIT ? "zombie" : "asleep";
    printf("%s[\"%s\",%d,%d,%d]", i ? "," : "", at, task->told, task->result, task->pid);
  }
  printf("],\"signals\":[");
  print_signals();
  printf("],\"locks\":[");
  print_locks();
  printf("]}\n");
  fflush(stdout);
}
