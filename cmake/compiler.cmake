# What every target of ours is compiled with: targets link mesoscale_options.
add_library(mesoscale_options INTERFACE)
target_compile_features(mesoscale_options INTERFACE cxx_std_20)
target_compile_options(mesoscale_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Werror -fcoroutines)
# g++ 12 reports maybe-uninitialized inside std::variant and coroutine frames that are initialised.
target_compile_options(mesoscale_options INTERFACE -Wno-maybe-uninitialized)
# With -O2 it takes the operator delete of a coroutine's frame for a mismatch with its operator new, which is inlined.
target_compile_options(mesoscale_options INTERFACE -Wno-mismatched-new-delete)
target_include_directories(mesoscale_options INTERFACE ${PROJECT_SOURCE_DIR})
if(MESOSCALE_SANITIZE)
  target_compile_options(mesoscale_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(mesoscale_options INTERFACE -fsanitize=address,undefined)
endif()
if(MESOSCALE_FAILPOINTS)
  target_compile_definitions(mesoscale_options INTERFACE MESOSCALE_FAILPOINTS=1)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
