#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/x509.h>
#include <string.h>

// OpenSSL's parameter lists keep the addresses of their names, which a string literal of Swift does not have for long enough.

/// Derives a key: mode is one of EVP_KDF_HKDF_MODE_*, or -1 for the pseudorandom function of TLS before 1.3. Returns 1 on success.
static inline int ccrypto_derive(int mode, const char *digest, const unsigned char *secret, size_t secret_count,
                                 const unsigned char *salt, size_t salt_count, const unsigned char *seed,
                                 size_t seed_count, unsigned char *key, size_t key_count) {
    EVP_KDF *function = EVP_KDF_fetch(NULL, mode < 0 ? "TLS1-PRF" : "HKDF", NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(function);
    EVP_KDF_free(function);
    if (context == NULL) return 0;
    OSSL_PARAM parameters[6], *next = parameters;
    *next++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)digest, 0);
    if (mode >= 0) *next++ = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode);
    *next++ = OSSL_PARAM_construct_octet_string(mode < 0 ? OSSL_KDF_PARAM_SECRET : OSSL_KDF_PARAM_KEY, (void *)secret,
                                                secret_count);
    if (salt_count > 0) *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count);
    if (seed_count > 0)
        *next++ = OSSL_PARAM_construct_octet_string(mode < 0 ? OSSL_KDF_PARAM_SEED : OSSL_KDF_PARAM_INFO, (void *)seed,
                                                    seed_count);
    *next = OSSL_PARAM_construct_end();
    int succeeded = EVP_KDF_derive(context, key, key_count, parameters);
    EVP_KDF_CTX_free(context);
    return succeeded == 1;
}

/// Prepares an HMAC whose key serves for many messages: EVP_MAC_init without a key begins each. Returns NULL on failure.
static inline EVP_MAC_CTX *ccrypto_hmac(const char *digest, const unsigned char *key, size_t key_count) {
    EVP_MAC *function = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(function);
    EVP_MAC_free(function);
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0),
                               OSSL_PARAM_construct_end()};
    if (context != NULL && EVP_MAC_init(context, key, key_count, parameters) != 1) {
        EVP_MAC_CTX_free(context);
        return NULL;
    }
    return context;
}

/// Writes a name as RFC 2253 spells it, with UTF-8 as it is. Returns the number of bytes that it has in all.
static inline size_t ccrypto_name_text(const X509_NAME *name, char *text, size_t capacity) {
    BIO *memory = BIO_new(BIO_s_mem());
    if (memory == NULL) return 0;
    size_t count = 0;
    char *written = NULL;
    if (X509_NAME_print_ex(memory, name, 0, (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB)) >= 0) {
        long length = BIO_get_mem_data(memory, &written);
        if (length > 0 && written != NULL) {
            count = (size_t)length;
            memcpy(text, written, count < capacity ? count : capacity);
        }
    }
    BIO_free(memory);
    return count;
}
