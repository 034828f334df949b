#define _GNU_SOURCE
#include "include/runner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void ms_pipe_enlarge(int descriptor, int bytes) {
#ifdef F_SETPIPE_SZ
  fcntl(descriptor, F_SETPIPE_SZ, bytes);
#else
  (void)descriptor;
  (void)bytes;
#endif
}

int ms_claim_name(const char *name) {
#ifdef __linux__
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  struct sockaddr_un address;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  size_t length = strlen(name);
  if (length > sizeof address.sun_path - 1) length = sizeof address.sun_path - 1;
  memcpy(address.sun_path + 1, name, length);
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
  if (bind(descriptor, (struct sockaddr *)&address, size) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
#else
  // No abstract names here: a locked file does the same.
  char path[256] = "/tmp/.";
  strncat(path, name, sizeof path - strlen(path) - 1);
  int descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) return -1;
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(descriptor, F_SETLK, &lock) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
#endif
}

static int interruption[2] = {-1, -1};
static volatile sig_atomic_t interrupted = 0;

static void interrupt(int signal) {
  (void)signal;
  int kept = errno;
  interrupted = 1;
  if (interruption[1] >= 0) {
    ssize_t ignored = write(interruption[1], "!", 1);
    (void)ignored;
  }
  errno = kept;
}

void ms_interruption_install(void) {
  if (interruption[0] >= 0 || pipe(interruption) != 0) return;
  fcntl(interruption[0], F_SETFD, FD_CLOEXEC);
  fcntl(interruption[1], F_SETFD, FD_CLOEXEC);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = interrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  // Whoever started this process may have left the signals blocked.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_UNBLOCK, &signals, NULL);
}

int ms_interruption_has_come(void) { return interrupted; }
int ms_interruption_descriptor(void) { return interruption[0]; }
