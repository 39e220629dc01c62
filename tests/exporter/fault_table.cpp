#include "tests/exporter/fault_table.hpp"

#include <gtest/gtest.h>

#include <zlib.h>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/exporter/page.hpp"

namespace mesoscale::exporter::testing {
namespace {

using ending = wire_answer::ending;
using std::chrono::milliseconds;

constexpr std::size_t endless_bytes = 64u << 20;
constexpr std::string_view json_field = "Content-Type: application/json\r\n";
constexpr const char* gzip_field = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";

wire_answer whole(std::string bytes) { return {.bytes = std::move(bytes)}; }

/// What a healthy server says.
std::string good_bytes(const situation& at) {
  if (at.of.speaks_words()) return at.good.value_or("");
  return at.good ? http_answer(200, *at.good, json_field) : http_answer(404, "Not Found", "");
}

/// The body, if this is the main answer; else what a healthy server says.
wire_answer main_answer(const situation& at, const std::string& path, const std::string& body) {
  if (at.path != path) return whole(good_bytes(at));
  return whole(at.of.speaks_words() ? body : http_answer(200, body, json_field));
}

template <int Status>
wire_answer status(const situation&, const fault&) {
  return whole(http_answer(Status, R"({"message":"no"})", json_field));
}

wire_answer body(const std::string& text) { return whole(http_answer(200, text, json_field)); }

std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

/// endless_bytes of blanks behind the beginning of an object or list; a few kilobytes on the wire.
std::string bomb() {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 1, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string plain(1 << 20, ' '), packed, piece(1 << 16, '\0');
  for (std::size_t i = 0; i < endless_bytes / plain.size(); ++i) {
    plain[0] = i == 0 ? '[' : ' ';
    stream.next_in = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_in = static_cast<uInt>(plain.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream.avail_out = static_cast<uInt>(piece.size());
      deflate(&stream, Z_SYNC_FLUSH);
      packed.append(piece, 0, piece.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return packed;
}

const std::string& kept_bomb() {
  static const std::string kept = bomb();
  return kept;
}

wire_answer endless(std::string begin, std::string again) {
  wire_answer answer{.bytes = std::move(begin), .again = std::move(again), .most_again = endless_bytes};
  return answer;
}

wire_answer cut(std::string bytes, ending then) {
  bytes.resize(bytes.size() * 3 / 4);
  return {.bytes = std::move(bytes), .then = then};
}

wire_answer hangs_at_once(const situation&, const fault&) { return {.then = ending::hang}; }

wire_answer is_slow(const situation& at, const fault&) {
  return {.bytes = good_bytes(at), .wait = milliseconds(150)};
}

wire_answer drips(const situation& at, const fault&) {
  return {.bytes = good_bytes(at), .drip_bytes = 1, .drip_interval = milliseconds(40)};
}

std::string escaped(const situation& at, const std::string& name) {
  if (at.of.speaks_words()) return name;
  // Bytes that are not UTF-8 are what some of the names are about, so that only what JSON must escape is.
  std::string text;
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    c == '\n' ? text += "\\n" : text += c;
  }
  return text;
}

wire_answer odd_name(const situation& at, const fault& what) {
  std::string body = at.of.odd_body;
  body.replace(body.find(odd_name_mark), odd_name_mark.size(), escaped(at, what.odd_name));
  return main_answer(at, at.of.odd_path, body);
}

wire_answer redirect(const std::string& to) {
  return whole(http_answer(307, "", "Location: " + to + "\r\n"));
}

wire_answer one_wrong(const situation& at, const fault&) {
  return main_answer(at, at.of.main_path, at.of.one_wrong);
}
wire_answer not_finite(const situation& at, const fault&) {
  return main_answer(at, at.of.main_path, at.of.not_finite);
}

const char* const long_header_line = "X-Padding: ";
const std::string ten_kilobytes(10'240, 'x');

std::vector<fault> make_http_faults() {
  return {
      {"hangs_after_accept", "timeout", hangs_at_once, claim::hangs},
      {"hangs_after_the_headers", "timeout",
       [](const situation&, const fault&) {
         return wire_answer{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", .then = ending::hang};
       },
       claim::hangs},
      {"hangs_in_the_body", "timeout",
       [](const situation& at, const fault&) { return cut(good_bytes(at), ending::hang); }, claim::hangs},
      {"drips", "timeout", drips, claim::hangs},
      {"slow", "", is_slow, claim::complete},
      {"closed_at_once", "connect", [](const situation&, const fault&) { return wire_answer{}; }},
      {"reset_in_the_body", "connect",
       [](const situation& at, const fault&) { return cut(good_bytes(at), ending::reset); }},
      {"truncated_body", "connect",
       [](const situation&, const fault&) {
         return whole("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"a\":1,");
       }},
      {"truncated_chunk", "connect",
       [](const situation&, const fault&) {
         return whole("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n[ ");
       }},
      {"truncated_after_a_chunk", "connect",
       [](const situation&, const fault&) {
         return whole("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n");
       }},
      {"truncated_json", "not_json",
       [](const situation& at, const fault&) {
         return body(at.good.value_or("{}").substr(0, at.good.value_or("{}").size() * 2 / 3));
       }},
      {"html", "not_json",
       [](const situation&, const fault&) {
         return whole(
             http_answer(200, "<html><body>Please log in</body></html>\n", "Content-Type: text/html\r\n"));
       }},
      {"json_that_is_called_html", "",
       [](const situation& at, const fault&) {
         return at.good ? whole(http_answer(200, *at.good, "Content-Type: text/html\r\n"))
                        : whole(good_bytes(at));
       },
       claim::complete},
      {"not_http", "wrong_shape",
       [](const situation&, const fault&) { return whole("SSH-2.0-OpenSSH_9.2\r\n\r\n"); }},
      {"binary", "wrong_shape",
       [](const situation&, const fault&) {
         return whole(repeated(std::string_view("\0\xff\x01\r\n", 5), 500));
       }},
      {"status_204", "not_json",
       [](const situation&, const fault&) { return whole("HTTP/1.1 204 No Content\r\n\r\n"); }},
      {"status_401", "http_401", status<401>},
      {"status_403", "http_403", status<403>},
      {"status_404", "http_4xx", status<404>},
      {"status_429", "http_4xx", status<429>},
      {"status_500", "http_5xx", status<500>},
      {"status_503_with_json", "http_5xx", status<503>},
      {"no_leader", "no_leader",
       [](const situation&, const fault&) {
         return whole(
             http_answer(502, R"({"message":"Could not determine the current leader"})", json_field));
       }},
      {"no_leader_before_marathon_1_5", "no_leader",
       [](const situation&, const fault&) {
         return whole(http_answer(503, "Could not determine the current leader", ""));
       }},
      {"redirect_loop", "redirect",
       [](const situation& at, const fault&) { return redirect("http://" + at.self + at.path); }},
      {"redirect_elsewhere", "redirect",
       [](const situation& at, const fault&) { return redirect("http://" + at.elsewhere + at.path); },
       claim::credentials, "http_401"},
      {"redirect_elsewhere_without_a_scheme", "redirect",
       [](const situation& at, const fault&) { return redirect("//" + at.elsewhere + at.path); },
       claim::credentials, "http_401"},
      {"redirect_with_a_login_in_it", "redirect",
       [](const situation& at, const fault&) { return redirect("http://u:p@" + at.elsewhere + at.path); },
       claim::credentials},
      {"redirect_to_a_dead_leader", "redirect",
       [](const situation& at, const fault&) { return redirect("http://" + at.gone + at.path); },
       claim::nothing_more, "refused"},
      {"redirect_without_location", "redirect",
       [](const situation&, const fault&) { return whole(http_answer(307, "", "")); }},
      {"redirect_to_a_file", "redirect",
       [](const situation&, const fault&) { return redirect("file:///etc/passwd"); }},
      {"oversize_announced", "too_large",
       [](const situation&, const fault&) {
         return endless("HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n[", std::string(1 << 16, ' '));
       },
       claim::bounded},
      {"oversize_in_chunks", "too_large",
       [](const situation&, const fault&) {
         return endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n[\r\n",
                        "10000\r\n" + std::string(1 << 16, ' ') + "\r\n");
       },
       claim::bounded},
      {"oversize_until_the_end", "too_large",
       [](const situation&, const fault&) {
         return endless("HTTP/1.1 200 OK\r\n\r\n[", std::string(1 << 16, ' '));
       },
       claim::bounded},
      {"endless_headers", "too_large",
       [](const situation&, const fault&) {
         return endless("HTTP/1.1 200 OK\r\n", long_header_line + std::string(4'000, 'x') + "\r\n");
       },
       claim::bounded},
      {"gzip_bomb", "too_large",
       [](const situation&, const fault&) { return whole(http_answer(200, kept_bomb(), gzip_field)); },
       claim::bounded},
      {"gzip_truncated", "connect",
       [](const situation&, const fault&) {
         return whole(http_answer(200, std::string_view("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10), gzip_field));
       }},
      {"gzip_that_is_none", "not_json",
       [](const situation&, const fault&) { return whole(http_answer(200, "{\"a\":1}", gzip_field)); }},
      {"unknown_coding", "not_json",
       [](const situation&, const fault&) {
         return whole(http_answer(200, "{}", "Content-Encoding: br\r\n"));
       }},
      {"empty", "not_json", [](const situation&, const fault&) { return body(""); }},
      {"empty_object", "wrong_shape", [](const situation&, const fault&) { return body("{}"); }},
      {"null", "wrong_shape", [](const situation&, const fault&) { return body("null"); }},
      {"number", "wrong_shape", [](const situation&, const fault&) { return body("7"); }},
      {"token_NaN", "not_json", [](const situation&, const fault&) { return body("[{\"apps\":NaN}]"); }},
      {"token_Infinity", "not_json",
       [](const situation&, const fault&) { return body("{\"master/elected\":-Infinity}"); }},
      {"deep_nesting", "not_json",
       [](const situation&, const fault&) { return body(repeated("[", 100'000) + repeated("]", 100'000)); }},
      {"deep_nesting_of_objects", "not_json",
       [](const situation&, const fault&) { return body(repeated("{\"apps\":[", 10'000)); }},
      {"two_documents", "not_json",
       [](const situation& at, const fault&) { return body(at.good.value_or("{}") + "{}"); }},
      {"values_of_wrong_types", "wrong_shape",
       [](const situation& at, const fault&) { return body(at.of.all_wrong); }},
      {"one_value_of_a_wrong_type", "", one_wrong, claim::one_value_lost},
      {"number_beyond_all_numbers", "", not_finite, claim::one_value_lost},
      {.name = "name_with_quotes_newlines_and_backslashes",
       .reason = "",
       .make = odd_name,
       .also = claim::name_is_a_label,
       .odd_name = "a\"b\\c\nd\\n{x=\"1\"} 7\n# TYPE"},
      {.name = "name_of_10_KB",
       .reason = "",
       .make = odd_name,
       .also = claim::name_is_a_label,
       .odd_name = ten_kilobytes},
      {.name = "name_that_is_not_utf_8",
       .reason = "",
       .make = odd_name,
       .also = claim::name_is_mended,
       .odd_name = "a\xff\xc3z"},
  };
}

std::vector<fault> make_word_faults() {
  return {
      {"hangs_after_accept", "timeout", hangs_at_once, claim::hangs},
      {"hangs_in_the_answer", "timeout",
       [](const situation& at, const fault&) { return cut(good_bytes(at), ending::hang); }, claim::hangs},
      {"hangs_after_the_answer", "timeout",
       [](const situation& at, const fault&) {
         return wire_answer{.bytes = good_bytes(at), .then = ending::hang};
       },
       claim::hangs},
      {"drips", "timeout", drips, claim::hangs},
      {"slow", "", is_slow, claim::complete},
      {"closed_at_once", "connect", [](const situation&, const fault&) { return wire_answer{}; }},
      {"reset_in_the_answer", "connect",
       [](const situation& at, const fault&) { return cut(good_bytes(at), ending::reset); }},
      {"truncated_line", "wrong_shape",
       [](const situation& at, const fault&) { return cut(good_bytes(at), ending::close); }},
      {"binary", "wrong_shape",
       [](const situation&, const fault&) {
         return whole(repeated(std::string_view("\0\xff\x01\t\n", 5), 500));
       }},
      {"http", "wrong_shape",
       [](const situation&, const fault&) { return whole(http_answer(400, "Bad Request", "")); }},
      {"html", "wrong_shape", [](const situation&, const fault&) { return whole("<html>\n</html>\n"); }},
      {"json", "wrong_shape", [](const situation&, const fault&) { return whole("{\"znode_count\":1}\n"); }},
      {"endless_lines", "too_large",
       [](const situation&, const fault&) { return endless("", repeated("zk_znode_count\t1\n", 4'096)); },
       claim::bounded},
      {"endless_line", "too_large",
       [](const situation&, const fault&) { return endless("zk_version\t", std::string(1 << 16, 'x')); },
       claim::bounded},
      {"line_of_a_megabyte", "wrong_shape",
       [](const situation&, const fault&) { return whole("zk_" + std::string(1 << 20, 'x') + "\n"); }},
      {.name = "not_serving",
       .reason = "not_serving",
       .make = [](const situation&,
                  const fault&) { return whole(read_fixture("zookeeper/zk-3.8.0-noquorum-mntr.txt")); },
       .up = true,
       .serving = false},
      {.name = "not_whitelisted",
       .reason = "not_whitelisted",
       .make =
           [](const situation& at, const fault&) {
             return whole(at.path + " is not executed because it is not in the whitelist.\n");
           },
       .up = true},
      {"values_of_wrong_types", "wrong_shape",
       [](const situation& at, const fault&) { return whole(at.of.all_wrong); }},
      {"one_value_of_a_wrong_type", "", one_wrong, claim::one_value_lost},
      {"NaN", "", not_finite, claim::one_value_absent},
      {.name = "name_with_quotes_and_backslashes",
       .reason = "",
       .make = odd_name,
       .also = claim::name_is_a_label,
       .odd_name = R"(a"b\c\n{x="1"} 7)"},
      {.name = "name_of_10_KB",
       .reason = "",
       .make = odd_name,
       .also = claim::name_is_a_label,
       .odd_name = ten_kilobytes},
      {.name = "name_that_is_not_utf_8",
       .reason = "",
       .make = odd_name,
       .also = claim::name_is_mended,
       .odd_name = "a\xff\xc3z"},
  };
}

}  // namespace

std::span<const fault> http_faults() {
  static const std::vector<fault> all = make_http_faults();
  return all;
}

std::span<const fault> word_faults() {
  static const std::vector<fault> all = make_word_faults();
  return all;
}

std::span<const fault> faults_of(const module_case& of) {
  return of.speaks_words() ? word_faults() : http_faults();
}

std::string expected_name(const fault& what) {
  return what.also == claim::name_is_mended ? "a\xEF\xBF\xBD\xEF\xBF\xBDz" : what.odd_name;
}

}  // namespace mesoscale::exporter::testing
