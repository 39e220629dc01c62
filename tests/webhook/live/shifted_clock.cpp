// Loaded before the C library by LD_PRELOAD: CLOCK_REALTIME is ahead by as many seconds as the file that MESOSCALE_SHIFTED_CLOCK names
// says, an int64 that a test changes while the program runs. The other clocks go as they do.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

const volatile std::int64_t* shift_in_file() {
  const char* const name = std::getenv("MESOSCALE_SHIFTED_CLOCK");
  const int file = name ? ::open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return nullptr;
  void* const memory = ::mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
  ::close(file);
  return memory == MAP_FAILED ? nullptr : static_cast<const volatile std::int64_t*>(memory);
}

}  // namespace

extern "C" int clock_gettime(clockid_t which, timespec* into) noexcept {
  using function = int (*)(clockid_t, timespec*);
  static const auto real = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "clock_gettime"));
  static const volatile std::int64_t* const shift = shift_in_file();
  const int answer = real(which, into);
  if (answer == 0 && which == CLOCK_REALTIME && shift) into->tv_sec += *shift;
  return answer;
}
