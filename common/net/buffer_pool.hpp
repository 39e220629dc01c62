// Read buffers of a fixed size that are lent to requests in flight, so that idle connections hold none.
// For one thread. For use inside net only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace mesoscale::net {

class buffer_pool : public std::enable_shared_from_this<buffer_pool> {
 public:
  static constexpr std::size_t buffer_bytes = 64 * 1024;
  static constexpr std::size_t most_kept = 16;

  /// Goes back to the pool when it is destroyed; keeps the pool alive.
  class lease {
   public:
    lease(std::shared_ptr<buffer_pool> pool, std::unique_ptr<char[]> bytes)
        : pool_(std::move(pool)), bytes_(std::move(bytes)) {}
    lease(lease&&) = default;
    lease& operator=(lease&&) = delete;
    ~lease() {
      if (bytes_) pool_->give_back(std::move(bytes_));
    }
    char* data() const { return bytes_.get(); }
    static constexpr std::size_t size() { return buffer_bytes; }

   private:
    std::shared_ptr<buffer_pool> pool_;
    std::unique_ptr<char[]> bytes_;
  };

  lease take() {
    if (kept_.empty()) return lease(shared_from_this(), std::make_unique_for_overwrite<char[]>(buffer_bytes));
    auto bytes = std::move(kept_.back());
    kept_.pop_back();
    return lease(shared_from_this(), std::move(bytes));
  }

 private:
  void give_back(std::unique_ptr<char[]> bytes) {
    if (kept_.size() < most_kept) kept_.push_back(std::move(bytes));
  }

  std::vector<std::unique_ptr<char[]>> kept_;
};

/// The unread part of a leased buffer.
class read_window {
 public:
  explicit read_window(buffer_pool::lease buffer) : buffer_(std::move(buffer)) {}

  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t bytes) { begin_ += bytes; }
  /// Moves the unread part to the front and gives the space behind it; size 0: full.
  std::pair<char*, std::size_t> space() {
    if (begin_ > 0) {
      std::copy(buffer_.data() + begin_, buffer_.data() + end_, buffer_.data());
      end_ -= begin_;
      begin_ = 0;
    }
    return {buffer_.data() + end_, buffer_.size() - end_};
  }
  void filled(std::size_t bytes) { end_ += bytes; }

 private:
  buffer_pool::lease buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace mesoscale::net
