// What Swift cannot call of OpenSSL: macros, variadic functions, stacks; and a BIO of our own.
// Pointers are OpenSSL's: ssl_st is SSL, ssl_ctx_st SSL_CTX, x509_st X509, evp_pkey_st EVP_PKEY.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct ossl_lib_ctx_st;
struct ssl_st;
struct ssl_ctx_st;
struct x509_st;
struct evp_pkey_st;
struct x509_store_ctx_st;

/// OpenSSL's library context for all that is done here, set up without the machine's configuration file, whose
/// policies are not ours. NULL, which stands for OpenSSL's own context, if it cannot be made.
struct ossl_lib_ctx_st *ms_tls_library(void);

// The socket under a TLS connection. It never waits and never raises SIGPIPE; what is written is gathered and
// leaves with a flush, so that several records cost one system call.

/// Gives the connection its socket, which it does not close. 1 or 0.
int ms_tls_attach(struct ssl_st *ssl, int descriptor);
/// Sends what was gathered: 1 all gone, 0 the socket is full, -1 failed (see ms_tls_system_error).
int ms_tls_flush(struct ssl_st *ssl);
/// The errno of the socket's last failure, 0 if none.
int ms_tls_system_error(struct ssl_st *ssl);
/// Whether the last failure was one of writing.
int ms_tls_failed_writing(struct ssl_st *ssl);
/// Whether the peer has ended the stream.
int ms_tls_saw_end(struct ssl_st *ssl);
/// The first bytes that the peer sent, at most five; returns how many.
int ms_tls_first_bytes(struct ssl_st *ssl, uint8_t bytes[5]);

// Contexts and connections.

int ms_tls_set_versions(struct ssl_ctx_st *context, int least, int greatest);
int ms_tls_set_groups(struct ssl_ctx_st *context, const char *groups);
void ms_tls_set_modes(struct ssl_ctx_st *context);
int ms_tls_add_chain_certificate(struct ssl_ctx_st *context, struct x509_st *certificate);
int ms_tls_set_server_name(struct ssl_st *ssl, const char *name);
void ms_tls_set_owner(struct ssl_st *ssl, void *owner);
/// What ms_tls_set_owner set on the connection that this verification belongs to.
void *ms_tls_owner_of_verification(struct x509_store_ctx_st *verification);

/// Empties the error queue and returns the reason code of its first entry, 0 if it was empty.
int ms_tls_take_reason(char *text, size_t capacity);

// Certificates.

/// The flags with which X509_NAME_print_ex prints as RFC 2253 wants it.
unsigned long ms_rfc2253_flags(void);

struct evp_pkey_st *ms_generate_p256(void);
struct evp_pkey_st *ms_generate_rsa(unsigned bits);
enum { ms_name_dns = 2, ms_name_uri = 6, ms_name_ip = 7 };
/// Calls back with each subject alternative name of a kind; returns how many names of any kind there are.
int ms_each_name(
    struct x509_st *certificate, int kind, void *context,
    void (*each)(void *context, const uint8_t *bytes, int count));
/// Adds subject alternative names. `bytes` is text for DNS and URI, the address for IP. 1 or 0.
int ms_add_names(
    struct x509_st *certificate, int critical, const int *kinds, const uint8_t *const *bytes, const int *counts,
    int count);
/// Adds an extension from OpenSSL's configuration syntax. `issuer` may be the certificate itself. 1 or 0.
int ms_add_extension(struct x509_st *certificate, struct x509_st *issuer, int nid, const char *value);
