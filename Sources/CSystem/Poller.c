#define _GNU_SOURCE
#include "CSystem.h"
#include <errno.h>

enum { batch = 64 };

#ifdef __linux__
#include <sys/epoll.h>

int ms_poller_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int ms_poller_add(int poller, int descriptor) {
  struct epoll_event event = {.events = EPOLLIN, .data = {.fd = descriptor}};
  return epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
}

int ms_poller_remove(int poller, int descriptor) {
  struct epoll_event event = {0};
  return epoll_ctl(poller, EPOLL_CTL_DEL, descriptor, &event);
}

int ms_poller_wait(int poller, int *ready, int capacity, int milliseconds) {
  struct epoll_event events[batch];
  int count = epoll_wait(poller, events, capacity < batch ? capacity : batch, milliseconds);
  for (int index = 0; index < count; index++) ready[index] = events[index].data.fd;
  return count;
}
#else
#include <fcntl.h>
#include <sys/event.h>
#include <sys/time.h>

int ms_poller_create(void) {
  int poller = kqueue();
  if (poller >= 0) fcntl(poller, F_SETFD, FD_CLOEXEC);
  return poller;
}

static int change(int poller, int descriptor, unsigned short flags) {
  struct kevent event;
  EV_SET(&event, descriptor, EVFILT_READ, flags, 0, 0, 0);
  return kevent(poller, &event, 1, 0, 0, 0) < 0 ? -1 : 0;
}

int ms_poller_add(int poller, int descriptor) { return change(poller, descriptor, EV_ADD); }

int ms_poller_remove(int poller, int descriptor) { return change(poller, descriptor, EV_DELETE); }

int ms_poller_wait(int poller, int *ready, int capacity, int milliseconds) {
  struct kevent events[batch];
  struct timespec limit = {milliseconds / 1000, (milliseconds % 1000) * 1000000L};
  int count = kevent(poller, 0, 0, events, capacity < batch ? capacity : batch, milliseconds < 0 ? 0 : &limit);
  for (int index = 0; index < count; index++) ready[index] = (int)events[index].ident;
  return count;
}
#endif
