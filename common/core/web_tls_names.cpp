#include "common/core/web_tls_names.hpp"

#include <array>

namespace mesoscale {
namespace {

// given: the name of Go (pkg.go.dev/crypto/tls#pkg-constants); openssl: the name of openssl-ciphers(1).
constexpr std::array cipher_suites = {
    tls_name{"TLS_AES_128_GCM_SHA256", ""},
    tls_name{"TLS_AES_256_GCM_SHA384", ""},
    tls_name{"TLS_CHACHA20_POLY1305_SHA256", ""},
    tls_name{"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA"},
    tls_name{"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"},
    tls_name{"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA"},
    tls_name{"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"},
    tls_name{"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"},
    tls_name{"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA"},
    tls_name{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"},
    tls_name{"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA"},
    tls_name{"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384"},
    tls_name{"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305"},
};

constexpr std::array curves = {
    tls_name{"CurveP256", "P-256"},
    tls_name{"CurveP384", "P-384"},
    tls_name{"CurveP521", "P-521"},
    tls_name{"X25519", "X25519"},
};

}  // namespace

name_table cipher_suite_names() { return cipher_suites; }

name_table curve_names() { return curves; }

}  // namespace mesoscale
