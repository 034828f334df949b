#define _GNU_SOURCE
#include "CSystem.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int ms_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

ssize_t ms_read(int descriptor, void *bytes, size_t count) { return read(descriptor, bytes, count); }

ssize_t ms_write(int descriptor, const void *bytes, size_t count) { return write(descriptor, bytes, count); }

int ms_kill(pid_t process, int signal) { return kill(process, signal); }

int ms_duplicate(int descriptor, int least) { return fcntl(descriptor, F_DUPFD_CLOEXEC, least); }

int ms_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
#ifdef __linux__
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
#else
  (void)actions, (void)first;
  return 0;  // The caller sets POSIX_SPAWN_CLOEXEC_DEFAULT instead.
#endif
}

int ms_process_descriptor(pid_t process) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, process, 0);
#else
  (void)process;
  errno = ENOSYS;
  return -1;
#endif
}

int ms_die_with_parent(void) {
#ifdef __linux__
  return prctl(PR_SET_PDEATHSIG, SIGKILL);
#else
  return 0;
#endif
}

int ms_adopt_orphans(void) {
#ifdef __linux__
  return prctl(PR_SET_CHILD_SUBREAPER, 1);
#else
  return 0;
#endif
}

int ms_wait_for(pid_t process, int wait, int *status) {
  pid_t result;
  do result = waitpid(process, status, wait ? 0 : WNOHANG);
  while (result < 0 && errno == EINTR);
  return result < 0 ? -1 : result == process;
}

int ms_status_exited(int status) { return WIFEXITED(status); }
int ms_status_exit_code(int status) { return WEXITSTATUS(status); }
int ms_status_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

struct start {
  void (*body)(void *);
  void *context;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  start.body(start.context);
  return NULL;
}

int ms_start_thread(void (*body)(void *), void *context, size_t stackSize) {
  struct start *start = malloc(sizeof *start);
  if (!start) return ENOMEM;
  *start = (struct start){body, context};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, stackSize);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, run, start);
  pthread_attr_destroy(&attributes);
  if (error) free(start);
  return error;
}

long ms_raise_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
  if (limit.rlim_cur < limit.rlim_max) {
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return (long)before;
  }
  return (long)limit.rlim_cur;
}

uint64_t ms_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void ms_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }
