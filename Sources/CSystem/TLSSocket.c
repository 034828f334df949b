#define _GNU_SOURCE
#include "CSystem.h"
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// The state behind the BIO of one connection.
struct tls_socket {
  int descriptor;
  int error;
  int failed_writing;
  int saw_end;
  int first_count;
  uint8_t first[5];
  uint8_t *out;
  size_t out_start, out_count, out_capacity;
};

static struct tls_socket *socket_of(struct ssl_st *ssl) {
  BIO *bio = SSL_get_rbio(ssl);
  return bio ? BIO_get_data(bio) : NULL;
}

static int flush(struct tls_socket *socket) {
  while (socket->out_count > 0) {
    ssize_t sent = ms_send(socket->descriptor, socket->out + socket->out_start, socket->out_count, 0);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
      socket->error = errno;
      socket->failed_writing = 1;
      return -1;
    }
    socket->out_start += (size_t)sent;
    socket->out_count -= (size_t)sent;
  }
  socket->out_start = 0;
  return 1;
}

static int make_room(struct tls_socket *socket, size_t count) {
  if (socket->out_capacity - socket->out_start - socket->out_count >= count) return 1;
  if (socket->out_start > 0) {
    memmove(socket->out, socket->out + socket->out_start, socket->out_count);
    socket->out_start = 0;
  }
  if (socket->out_capacity - socket->out_count >= count) return 1;
  size_t capacity = socket->out_capacity ? socket->out_capacity : 4096;
  while (capacity - socket->out_count < count) capacity *= 2;
  uint8_t *larger = realloc(socket->out, capacity);
  if (!larger) return 0;
  socket->out = larger;
  socket->out_capacity = capacity;
  return 1;
}

static int bio_write(BIO *bio, const char *bytes, int count) {
  struct tls_socket *socket = BIO_get_data(bio);
  BIO_clear_retry_flags(bio);
  if (count <= 0) return 0;
  if (!make_room(socket, (size_t)count)) {
    socket->error = ENOMEM;
    return -1;
  }
  memcpy(socket->out + socket->out_start + socket->out_count, bytes, (size_t)count);
  socket->out_count += (size_t)count;
  return count;
}

static int bio_read(BIO *bio, char *bytes, int count) {
  struct tls_socket *socket = BIO_get_data(bio);
  BIO_clear_retry_flags(bio);
  if (count <= 0) return 0;
  ssize_t got;
  do got = ms_receive(socket->descriptor, bytes, (size_t)count, 0);
  while (got < 0 && errno == EINTR);
  if (got > 0) {
    for (ssize_t index = 0; index < got && socket->first_count < 5; index++)
      socket->first[socket->first_count++] = (uint8_t)bytes[index];
    return (int)got;
  }
  if (got == 0) {
    socket->saw_end = 1;
    return 0;
  }
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    BIO_set_retry_read(bio);
  } else {
    socket->error = errno;
    socket->failed_writing = 0;
  }
  return -1;
}

static long bio_control(BIO *bio, int command, long argument, void *pointer) {
  (void)argument, (void)pointer;
  struct tls_socket *socket = BIO_get_data(bio);
  switch (command) {
    case BIO_CTRL_FLUSH: {
      BIO_clear_retry_flags(bio);
      int result = flush(socket);
      if (result == 0) BIO_set_retry_write(bio);
      return result == 1 ? 1 : -1;
    }
    case BIO_CTRL_EOF: return socket->saw_end;
    default: return 0;
  }
}

static int bio_destroy(BIO *bio) {
  struct tls_socket *socket = BIO_get_data(bio);
  if (socket) free(socket->out);
  free(socket);
  BIO_set_data(bio, NULL);
  return 1;
}

static BIO_METHOD *method;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_method(void) {
  method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket that does not wait");
  if (!method) return;
  BIO_meth_set_write(method, bio_write);
  BIO_meth_set_read(method, bio_read);
  BIO_meth_set_ctrl(method, bio_control);
  BIO_meth_set_destroy(method, bio_destroy);
}

int ms_tls_attach(struct ssl_st *ssl, int descriptor) {
  pthread_once(&once, make_method);
  if (!method) return 0;
  BIO *bio = BIO_new(method);
  if (!bio) return 0;
  struct tls_socket *socket = calloc(1, sizeof *socket);
  if (!socket) {
    BIO_free(bio);
    return 0;
  }
  socket->descriptor = descriptor;
  BIO_set_data(bio, socket);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl, bio, bio);
  return 1;
}

int ms_tls_flush(struct ssl_st *ssl) {
  struct tls_socket *socket = socket_of(ssl);
  return socket ? flush(socket) : -1;
}

int ms_tls_system_error(struct ssl_st *ssl) {
  struct tls_socket *socket = socket_of(ssl);
  return socket ? socket->error : 0;
}

int ms_tls_failed_writing(struct ssl_st *ssl) {
  struct tls_socket *socket = socket_of(ssl);
  return socket ? socket->failed_writing : 0;
}

int ms_tls_saw_end(struct ssl_st *ssl) {
  struct tls_socket *socket = socket_of(ssl);
  return socket ? socket->saw_end : 0;
}

int ms_tls_first_bytes(struct ssl_st *ssl, uint8_t bytes[5]) {
  struct tls_socket *socket = socket_of(ssl);
  if (!socket) return 0;
  memcpy(bytes, socket->first, sizeof socket->first);
  return socket->first_count;
}
