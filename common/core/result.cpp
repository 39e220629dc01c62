#include "common/core/result.hpp"

namespace mesoscale {

std::string_view reason_name(errc code) {
  switch (code) {
    case errc::connect:
    case errc::disconnected:
    case errc::cancelled:
    case errc::invalid:
    case errc::storage:
      return "connect";
    case errc::refused:
      return "refused";
    case errc::unreachable:
      return "unreachable";
    case errc::resolve:
      return "resolve";
    case errc::timeout:
      return "timeout";
    case errc::tls:
      return "tls";
    case errc::http_401:
      return "http_401";
    case errc::http_403:
      return "http_403";
    case errc::http_4xx:
      return "http_4xx";
    case errc::http_5xx:
      return "http_5xx";
    case errc::redirect:
      return "redirect";
    case errc::too_large:
      return "too_large";
    case errc::not_json:
      return "not_json";
    case errc::wrong_shape:
      return "wrong_shape";
    case errc::rate_limited:
      return "rate_limited";
    case errc::no_leader:
      return "no_leader";
    case errc::not_serving:
      return "not_serving";
    case errc::not_whitelisted:
      return "not_whitelisted";
  }
  return "connect";
}

}  // namespace mesoscale
