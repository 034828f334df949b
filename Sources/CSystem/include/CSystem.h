// What Swift cannot call by itself: variadic functions, macros, and GNU extensions of the C library.
// Every function returns -1 and sets errno on failure unless it says otherwise.
#pragma once
#include "runner.h"
#include <stdint.h>
#include <stddef.h>
#include <spawn.h>
#include <sys/types.h>
#include "CSystemTLS.h"

// Sockets. Addresses are numeric text; nothing here asks a name server.

/// A TCP socket that is close-on-exec, for the family of `address`.
int ms_tcp_socket(const char *address);
/// Whether the text is a numeric address: 1 or 0.
int ms_is_address(const char *address);
int ms_bind(int descriptor, const char *address, uint16_t port);
int ms_listen(int descriptor, int backlog);
/// connect(2); EINPROGRESS on a non-blocking socket.
int ms_connect(int descriptor, const char *address, uint16_t port);
/// Accepts a connection as close-on-exec and blocking, and tells the peer's address.
int ms_accept(int listener, char *address, size_t capacity, uint16_t *port);
/// The address of this (peer == 0) or the other end.
int ms_socket_name(int descriptor, int peer, char *address, size_t capacity, uint16_t *port);
int ms_set_option(int descriptor, int level, int name, int value);
/// The pending error of a socket (SO_ERROR), 0 if none.
int ms_socket_error(int descriptor);
int ms_set_nonblocking(int descriptor, int on);
int ms_set_reuse_address(int descriptor);
/// Leaves the choice of the local port to connect(2).
int ms_set_bind_address_no_port(int descriptor);
int ms_set_no_delay(int descriptor);
/// Makes the next close(2) send RST.
int ms_set_reset_on_close(int descriptor);
/// Has every packet for the socket dropped (Linux), or no longer; with ENOTSUP where that cannot be.
int ms_set_drops_packets(int descriptor, int on);
/// Readiness is reported once this many bytes wait.
int ms_set_receive_low_water(int descriptor, int bytes);
/// recv/send that never raise SIGPIPE; `wait` == 0 makes them fail with EAGAIN instead of blocking.
ssize_t ms_receive(int descriptor, void *bytes, size_t count, int wait);
ssize_t ms_peek(int descriptor, void *bytes, size_t count);
ssize_t ms_send(int descriptor, const void *bytes, size_t count, int wait);
/// poll(2) on one descriptor: 1 ready (or in error), 0 timed out. Restarts after signals are the caller's.
int ms_wait_readable(int descriptor, int milliseconds);
int ms_wait_writable(int descriptor, int milliseconds);

// Readiness of many descriptors: epoll on Linux, kqueue on Darwin.

int ms_poller_create(void);
int ms_poller_add(int poller, int descriptor);
int ms_poller_remove(int poller, int descriptor);
/// Fills `ready` with descriptors that can be read; returns how many.
int ms_poller_wait(int poller, int *ready, int capacity, int milliseconds);

// Descriptors and processes.

int ms_close(int descriptor);
/// read(2) and write(2), under names that no Swift method shadows.
ssize_t ms_read(int descriptor, void *bytes, size_t count);
ssize_t ms_write(int descriptor, const void *bytes, size_t count);
int ms_kill(pid_t process, int signal);
int ms_pipe(int ends[2]);
/// A duplicate that is close-on-exec and at least `least`.
int ms_duplicate(int descriptor, int least);
int ms_spawn_close_from(posix_spawn_file_actions_t *actions, int first);
/// A descriptor that becomes readable when the process exits, or -1 with ENOSYS where there is no such thing.
int ms_process_descriptor(pid_t process);
/// Has this process killed when the thread that started it ends (Linux); 0 where there is no such thing.
int ms_die_with_parent(void);
/// Makes processes whose parents end this process' children (Linux); 0 where there is no such thing.
int ms_adopt_orphans(void);
/// Waits for a child: 1 ended (status filled in), 0 still running (only with wait == 0).
int ms_wait_for(pid_t process, int wait, int *status);
int ms_status_exited(int status);
int ms_status_exit_code(int status);
int ms_status_signal(int status);
/// Starts a detached thread with a stack of this size; returns an errno.
int ms_start_thread(void (*body)(void *), void *context, size_t stackSize);
/// Raises the soft limit of open descriptors to the hard one; returns the limit in force.
long ms_raise_descriptor_limit(void);
/// Monotonic time in nanoseconds.
uint64_t ms_monotonic_nanoseconds(void);
void ms_ignore_sigpipe(void);
