#define _GNU_SOURCE
#include "CSystem.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/filter.h>
#endif

union socket_address {
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
  struct sockaddr_storage storage;
};

static socklen_t fill(union socket_address *out, const char *address, uint16_t port) {
  memset(out, 0, sizeof *out);
  if (inet_pton(AF_INET, address, &out->v4.sin_addr) == 1) {
    out->v4.sin_family = AF_INET;
    out->v4.sin_port = htons(port);
    return sizeof out->v4;
  }
  if (inet_pton(AF_INET6, address, &out->v6.sin6_addr) == 1) {
    out->v6.sin6_family = AF_INET6;
    out->v6.sin6_port = htons(port);
    return sizeof out->v6;
  }
  errno = EINVAL;
  return 0;
}

static int tell(const union socket_address *from, char *address, size_t capacity, uint16_t *port) {
  if (from->any.sa_family == AF_INET) {
    *port = ntohs(from->v4.sin_port);
    return inet_ntop(AF_INET, &from->v4.sin_addr, address, (socklen_t)capacity) ? 0 : -1;
  }
  if (from->any.sa_family == AF_INET6) {
    *port = ntohs(from->v6.sin6_port);
    return inet_ntop(AF_INET6, &from->v6.sin6_addr, address, (socklen_t)capacity) ? 0 : -1;
  }
  errno = EAFNOSUPPORT;
  return -1;
}

int ms_tcp_socket(const char *address) {
  union socket_address to;
  if (fill(&to, address, 0) == 0) return -1;
#ifdef SOCK_CLOEXEC
  return socket(to.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
#else
  int descriptor = socket(to.any.sa_family, SOCK_STREAM, 0);
  if (descriptor >= 0) {
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ms_set_option(descriptor, SOL_SOCKET, SO_NOSIGPIPE, 1);
  }
  return descriptor;
#endif
}

int ms_is_address(const char *address) {
  union socket_address to;
  return fill(&to, address, 0) != 0;
}

int ms_bind(int descriptor, const char *address, uint16_t port) {
  union socket_address to;
  socklen_t length = fill(&to, address, port);
  return length == 0 ? -1 : bind(descriptor, &to.any, length);
}

int ms_connect(int descriptor, const char *address, uint16_t port) {
  union socket_address to;
  socklen_t length = fill(&to, address, port);
  return length == 0 ? -1 : connect(descriptor, &to.any, length);
}

int ms_accept(int listener, char *address, size_t capacity, uint16_t *port) {
  union socket_address from;
  socklen_t length = sizeof from;
#ifdef SOCK_CLOEXEC
  int descriptor = accept4(listener, &from.any, &length, SOCK_CLOEXEC);
#else
  int descriptor = accept(listener, &from.any, &length);
  if (descriptor >= 0) {
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ms_set_nonblocking(descriptor, 0);
    ms_set_option(descriptor, SOL_SOCKET, SO_NOSIGPIPE, 1);
  }
#endif
  if (descriptor >= 0 && tell(&from, address, capacity, port) != 0) {
    address[0] = 0;
    *port = 0;
  }
  return descriptor;
}

int ms_socket_name(int descriptor, int peer, char *address, size_t capacity, uint16_t *port) {
  union socket_address name;
  socklen_t length = sizeof name;
  int result = peer ? getpeername(descriptor, &name.any, &length) : getsockname(descriptor, &name.any, &length);
  return result != 0 ? -1 : tell(&name, address, capacity, port);
}

int ms_set_option(int descriptor, int level, int name, int value) {
  return setsockopt(descriptor, level, name, &value, sizeof value);
}

int ms_socket_error(int descriptor) {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

int ms_set_nonblocking(int descriptor, int on) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0) return -1;
  int wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
  return wanted == flags ? 0 : fcntl(descriptor, F_SETFL, wanted);
}

int ms_set_reuse_address(int descriptor) { return ms_set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1); }

int ms_set_no_delay(int descriptor) { return ms_set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1); }

int ms_set_reset_on_close(int descriptor) {
  struct linger linger = {.l_onoff = 1, .l_linger = 0};
  return setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

int ms_set_receive_low_water(int descriptor, int bytes) {
  return ms_set_option(descriptor, SOL_SOCKET, SO_RCVLOWAT, bytes);
}

#ifdef MSG_NOSIGNAL
#define NO_SIGNAL MSG_NOSIGNAL
#else
#define NO_SIGNAL 0
#endif

ssize_t ms_receive(int descriptor, void *bytes, size_t count, int wait) {
  return recv(descriptor, bytes, count, wait ? 0 : MSG_DONTWAIT);
}

ssize_t ms_peek(int descriptor, void *bytes, size_t count) {
  return recv(descriptor, bytes, count, MSG_PEEK | MSG_DONTWAIT);
}

ssize_t ms_send(int descriptor, const void *bytes, size_t count, int wait) {
  return send(descriptor, bytes, count, NO_SIGNAL | (wait ? 0 : MSG_DONTWAIT));
}

static int wait_for(int descriptor, short events, int milliseconds) {
  struct pollfd one = {.fd = descriptor, .events = events, .revents = 0};
  return poll(&one, 1, milliseconds);
}

int ms_wait_readable(int descriptor, int milliseconds) { return wait_for(descriptor, POLLIN, milliseconds); }

int ms_wait_writable(int descriptor, int milliseconds) { return wait_for(descriptor, POLLOUT, milliseconds); }

int ms_set_bind_address_no_port(int descriptor) {
#ifdef IP_BIND_ADDRESS_NO_PORT
  return ms_set_option(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
#else
  (void)descriptor;
  return 0;
#endif
}

int ms_set_drops_packets(int descriptor, int on) {
#ifdef __linux__
  // Returning 0 takes no byte of a packet: the kernel drops it, as if it had been lost on the way.
  struct sock_filter none[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
  struct sock_fprog program = {.len = 1, .filter = none};
  if (on) return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
  int unused = 0;
  int result = setsockopt(descriptor, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused);
  return result != 0 && errno == ENOENT ? 0 : result;
#else
  (void)descriptor;
  if (!on) return 0;
  errno = ENOTSUP;
  return -1;
#endif
}

int ms_listen(int descriptor, int backlog) { return listen(descriptor, backlog); }

int ms_close(int descriptor) { return close(descriptor); }
