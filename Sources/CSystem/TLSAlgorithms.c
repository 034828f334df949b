// The algorithms that TLS in a mesh needs, and no others.
//
// OpenSSL 3.0 walks over every algorithm it knows each time it meets a public key (OSSL_DECODER_CTX_new_for_pkey),
// which costs more than the handshake's cryptography. A library context of our own with a provider that offers a
// selection of the default provider's algorithms makes the walk short. Source: provider(7), openssl 3.0.
#define _GNU_SOURCE
#include "CSystem.h"
#include <openssl/core_dispatch.h>
#include <openssl/crypto.h>
#include <openssl/provider.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static const char *const digests[] = {"SHA1", "SHA2-224", "SHA2-256", "SHA2-384", "SHA2-512", "MD5", "MD5-SHA1", NULL};
static const char *const ciphers[] = {"AES-128-GCM", "AES-256-GCM", "ChaCha20-Poly1305", "AES-256-CTR", "AES-128-CBC",
                                      "AES-256-CBC", "NULL", NULL};
static const char *const macs[] = {"HMAC", NULL};
static const char *const kdfs[] = {"HKDF", "TLS13-KDF", "TLS1-PRF", NULL};
static const char *const rands[] = {"CTR-DRBG", "SEED-SRC", NULL};
static const char *const keys[] = {"EC", "RSA", "RSA-PSS", "X25519", "ED25519", "HKDF", "TLS1-PRF", NULL};
static const char *const exchanges[] = {"ECDH", "X25519", "HKDF", "TLS1-PRF", NULL};
static const char *const signatures[] = {"ECDSA", "RSA", "ED25519", NULL};
static const char *const encryptions[] = {"RSA", NULL};
static const char *const codings[] = {"EC", "RSA", "ED25519", "DER", NULL};

static struct selection {
  int operation;
  const char *const *names;
  OSSL_ALGORITHM *algorithms;
} selections[] = {
    {OSSL_OP_DIGEST, digests, NULL},      {OSSL_OP_CIPHER, ciphers, NULL},
    {OSSL_OP_MAC, macs, NULL},            {OSSL_OP_KDF, kdfs, NULL},
    {OSSL_OP_RAND, rands, NULL},          {OSSL_OP_KEYMGMT, keys, NULL},
    {OSSL_OP_KEYEXCH, exchanges, NULL},   {OSSL_OP_SIGNATURE, signatures, NULL},
    {OSSL_OP_ASYM_CIPHER, encryptions, NULL}, {OSSL_OP_ENCODER, codings, NULL},
    {OSSL_OP_DECODER, codings, NULL},
};

static OSSL_PROVIDER *whole;
static OSSL_LIB_CTX *context;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/// Whether the first of the colon-separated names is among the wanted.
static int is_wanted(const char *names, const char *const *wanted) {
  size_t length = strcspn(names, ":");
  for (; *wanted; wanted++)
    if (strlen(*wanted) == length && strncmp(names, *wanted, length) == 0) return 1;
  return 0;
}

static void select_algorithms(struct selection *selection) {
  int no_cache = 0;
  const OSSL_ALGORITHM *all = OSSL_PROVIDER_query_operation(whole, selection->operation, &no_cache);
  size_t count = 0;
  while (all && all[count].algorithm_names) count++;
  selection->algorithms = calloc(count + 1, sizeof *selection->algorithms);
  if (!selection->algorithms) return;
  size_t kept = 0;
  for (size_t index = 0; index < count; index++)
    if (is_wanted(all[index].algorithm_names, selection->names)) selection->algorithms[kept++] = all[index];
}

static const OSSL_ALGORITHM *query(void *provider, int operation, int *no_cache) {
  (void)provider;
  *no_cache = 0;
  for (size_t index = 0; index < sizeof selections / sizeof *selections; index++)
    if (selections[index].operation == operation) return selections[index].algorithms;
  return NULL;
}

static int capabilities(void *provider, const char *name, OSSL_CALLBACK *each, void *argument) {
  (void)provider;
  return OSSL_PROVIDER_get_capabilities(whole, name, each, argument);
}

static int start(
    const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *core, const OSSL_DISPATCH **functions, void **provider) {
  (void)handle, (void)core;
  static const OSSL_DISPATCH dispatch[] = {
      {OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))query},
      {OSSL_FUNC_PROVIDER_GET_CAPABILITIES, (void (*)(void))capabilities},
      {0, NULL},
  };
  *functions = dispatch;
  *provider = OSSL_PROVIDER_get0_provider_ctx(whole);
  return 1;
}

static void initialize(void) {
  OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  whole = OSSL_PROVIDER_load(NULL, "default");
  if (!whole) return;
  for (size_t index = 0; index < sizeof selections / sizeof *selections; index++) select_algorithms(&selections[index]);
  OSSL_LIB_CTX *own = OSSL_LIB_CTX_new();
  if (own && OSSL_PROVIDER_add_builtin(own, "mesh", start) && OSSL_PROVIDER_load(own, "mesh")) {
    context = own;
  } else {
    OSSL_LIB_CTX_free(own);
  }
}

struct ossl_lib_ctx_st *ms_tls_library(void) {
  pthread_once(&once, initialize);
  return context;
}
