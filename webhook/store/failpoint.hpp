// Places where the crash tests kill the program: before and after every durable step. In builds without the CMake option
// MESOSCALE_FAILPOINTS nothing of it is left.
#pragma once

#include <array>
#include <string_view>

namespace mesoscale::webhook {

#ifdef MESOSCALE_FAILPOINTS

/// All names, in the order in which a notification passes them.
inline constexpr std::array<std::string_view, 18> failpoint_names = {
    "notification_received",  // read from the socket, nothing stored
    "notification_unsynced",  // written into the transaction, not committed
    "notification_stored",    // committed, not answered
    "pulses_unsynced",        // steps of repeats written, not committed
    "pulses_stored",          // committed, Marathon not asked
    "app_read",               // Marathon's answer known, nothing decided
    "hold_unsynced",          // a decision to do nothing written, not committed
    "hold_stored",            // committed
    "intent_unsynced",        // decision and intent written, not committed
    "intent_stored",          // committed, PUT not sent
    "put_answered",           // Marathon has answered the PUT, nothing of it stored
    "answer_unsynced",        // answer and spent steps written, not committed
    "answer_stored",          // committed
    "recovery_unsynced",      // what became of an old intent written, not committed
    "recovery_stored",        // committed
    "verdict_unsynced",       // what became of an accepted change written, not committed
    "verdict_stored",         // committed
    "sweep_stored",           // expired alerts and changed rules committed
};

/// Kills the program (SIGKILL to itself) when the environment variable MESOSCALE_FAILPOINT has this name.
void failpoint(std::string_view name);

#else

inline void failpoint(std::string_view) {}

#endif

}  // namespace mesoscale::webhook
