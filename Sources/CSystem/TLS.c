#define _GNU_SOURCE
#include "CSystem.h"
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

int ms_tls_set_versions(struct ssl_ctx_st *context, int least, int greatest) {
  return SSL_CTX_set_min_proto_version(context, least) && SSL_CTX_set_max_proto_version(context, greatest);
}

int ms_tls_set_groups(struct ssl_ctx_st *context, const char *groups) {
  return (int)SSL_CTX_set1_groups_list(context, groups);
}

void ms_tls_set_modes(struct ssl_ctx_st *context) {
  // No tickets: every connection is a whole handshake. An end without close_notify is an end, as in Go.
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF);
  // The chain is sent as configured; OpenSSL would otherwise build and verify it anew for each handshake.
  SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, 64 * 1024);
}

int ms_tls_add_chain_certificate(struct ssl_ctx_st *context, struct x509_st *certificate) {
  return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

int ms_tls_set_server_name(struct ssl_st *ssl, const char *name) {
  return (int)SSL_set_tlsext_host_name(ssl, name);
}

void ms_tls_set_owner(struct ssl_st *ssl, void *owner) { SSL_set_app_data(ssl, owner); }

void *ms_tls_owner_of_verification(struct x509_store_ctx_st *verification) {
  SSL *ssl = X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx());
  return ssl ? SSL_get_app_data(ssl) : NULL;
}

int ms_tls_take_reason(char *text, size_t capacity) {
  unsigned long error = ERR_get_error();
  if (capacity > 0) text[0] = 0;
  if (error == 0) return 0;
  const char *reason = ERR_reason_error_string(error);
  if (reason && capacity > 0) {
    size_t length = 0;
    while (reason[length] && length + 1 < capacity) {
      text[length] = reason[length];
      length++;
    }
    text[length] = 0;
  }
  ERR_clear_error();
  return ERR_GET_REASON(error);
}

unsigned long ms_rfc2253_flags(void) { return XN_FLAG_RFC2253; }

struct evp_pkey_st *ms_generate_p256(void) {
  return EVP_PKEY_Q_keygen(ms_tls_library(), NULL, "EC", "P-256");
}

struct evp_pkey_st *ms_generate_rsa(unsigned bits) {
  return EVP_PKEY_Q_keygen(ms_tls_library(), NULL, "RSA", (size_t)bits);
}

int ms_each_name(
    struct x509_st *certificate, int kind, void *context,
    void (*each)(void *context, const uint8_t *bytes, int count)) {
  GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
  if (!names) return 0;
  int count = sk_GENERAL_NAME_num(names);
  for (int index = 0; index < count; index++) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name->type != kind) continue;
    const ASN1_STRING *value =
        kind == GEN_IPADD ? name->d.iPAddress : kind == GEN_URI ? name->d.uniformResourceIdentifier : name->d.dNSName;
    each(context, ASN1_STRING_get0_data(value), ASN1_STRING_length(value));
  }
  GENERAL_NAMES_free(names);
  return count;
}

int ms_add_names(
    struct x509_st *certificate, int critical, const int *kinds, const uint8_t *const *bytes, const int *counts,
    int count) {
  GENERAL_NAMES *names = GENERAL_NAMES_new();
  int good = names != NULL;
  for (int index = 0; good && index < count; index++) {
    GENERAL_NAME *name = GENERAL_NAME_new();
    ASN1_STRING *value = ASN1_STRING_type_new(kinds[index] == GEN_IPADD ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING);
    good = name && value && ASN1_STRING_set(value, bytes[index], counts[index]);
    if (good) {
      GENERAL_NAME_set0_value(name, kinds[index], value);
      value = NULL;
      good = sk_GENERAL_NAME_push(names, name) > 0;
      if (good) name = NULL;
    }
    ASN1_STRING_free(value);
    GENERAL_NAME_free(name);
  }
  good = good && X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, critical, X509V3_ADD_APPEND) == 1;
  GENERAL_NAMES_free(names);
  return good;
}

int ms_add_extension(struct x509_st *certificate, struct x509_st *issuer, int nid, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
  if (!extension) return 0;
  int good = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return good;
}
